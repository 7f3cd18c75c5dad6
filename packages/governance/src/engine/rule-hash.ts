import type { QualityRule } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import type { RegisteredCheck } from './check.ts'

/**
 * What an outcome depends on besides the subject: check, its version, parameters as the check read them, severity, and what
 * the rule applies to. A rule whose hash is the same after a change of its document comes to the same.
 */
export function ruleHash(rule: QualityRule, check: Pick<RegisteredCheck<never>, 'id' | 'version' | 'prepare'>): string {
  return sha256OfJson({
    check: check.id,
    checkVersion: check.version,
    parameters: check.prepare(rule.parameters).parameters,
    severity: rule.severity,
    appliesTo: rule.appliesTo ?? {},
  })
}
