import type { QualityPassport, RuleOutcome, RuleSet } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import { worstVerdict } from './worst-verdict.ts'

/** Puts outcomes together to a passport: the same outcomes, rule sets and instant give the same passport. */
export function issuePassport(given: {
  study: { id: string; category: string; manifestHash: string }
  ruleSets: readonly RuleSet[]
  outcomes: readonly RuleOutcome[]
  issuedAt: string
}): QualityPassport {
  const { study, outcomes } = given
  const tiers = [...new Set(outcomes.map(({ tier }) => tier))].sort()
  return {
    schema: 'assay.quality-passport/1',
    study: study.id,
    category: study.category,
    manifestHash: study.manifestHash,
    issuedAt: given.issuedAt,
    ruleSets: given.ruleSets.map(describeRuleSet),
    verdict: worstVerdict(outcomes.map(({ verdict }) => verdict)),
    tiers: tiers.map((tier) => {
      const own = outcomes.filter((outcome) => outcome.tier === tier)
      return { tier, verdict: worstVerdict(own.map(({ verdict }) => verdict)), rules: own.length }
    }),
    outcomes: [...outcomes],
  }
}

function describeRuleSet(set: RuleSet): QualityPassport['ruleSets'][number] {
  const { id, version, title, owner, instrument, tier, category } = set
  return { id, version, title, owner, instrument, tier, category, hash: sha256OfJson(set) }
}
