import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError, type RuleSet, ruleSet } from '@assay/contracts'
import { z } from 'zod'
import { findCheck } from '../registry.ts'

/** The rule sets that come with the platform. */
export const ownRuleSets = join(import.meta.dirname, '..', '..', 'rules')

/**
 * Reads every rule set (`*.json`) of a folder and holds it to the schema of rule sets and to each check's own schema of
 * parameters. A folder's rule sets are used together or not at all: a rule that can't be read must not be left out silently.
 * @throws AssayError rule-set-invalid (`where`: file and place in it, `what`)
 */
export function readRuleSets(folder: string = ownRuleSets): RuleSet[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const sets = files.sort().map((file) => parseRuleSet(readFileSync(join(folder, file), 'utf8'), file))
  const twice = sets.find(({ id }, place) => sets.findIndex((other) => other.id === id) !== place)
  if (twice) throw new AssayError('rule-set-invalid', { where: twice.id, what: 'name-used-twice' })
  return sets
}

/**
 * Reads one rule set.
 * @throws AssayError rule-set-invalid
 */
export function parseRuleSet(json: string, file: string): RuleSet {
  const set = readDocument(json, file)
  const names = set.rules.map(({ id }) => id)
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice) throw new AssayError('rule-set-invalid', { where: `${file}: ${twice}`, what: 'name-used-twice' })
  for (const rule of set.rules) {
    const check = findCheck(rule.check)
    const where = `${file}: ${rule.id}`
    if (check?.tier !== set.tier) throw new AssayError('rule-set-invalid', { where, what: 'check-unknown' })
    refuseUnread(() => check.prepare(rule.parameters), where)
  }
  return set
}

function readDocument(json: string, file: string): RuleSet {
  let document: unknown
  try {
    document = JSON.parse(json)
  } catch {
    throw new AssayError('rule-set-invalid', { where: file, what: 'not-json' })
  }
  return refuseUnread(() => ruleSet.parse(document), file)
}

function refuseUnread<Read>(read: () => Read, where: string): Read {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const [issue] = error.issues
    const place = issue?.path.join('.') ?? ''
    throw new AssayError('rule-set-invalid', { where: [where, place].join(' ').trim(), what: issue?.code ?? 'custom' })
  }
}
