import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRuleSets } from './engine/read-rule-sets.ts'
import { standardisationChecks, standardisationStudyChecks } from './tier-1-standardisation/index.ts'
import { acquisitionChecks } from './tier-2-acquisition-and-validation/index.ts'
import { collectionChecks, integrationChecks } from './tier-3-integration/index.ts'
import { useChecks } from './tier-4-use/index.ts'

const checks = [...standardisationChecks, ...standardisationStudyChecks, ...acquisitionChecks]
const page = readFileSync(join(import.meta.dirname, '../../../docs/data-quality.md'), 'utf8')
const folders = { 1: 'tier-1-standardisation', 2: 'tier-2-acquisition-and-validation' } as Record<number, string>

describe('checks of tiers 1 and 2', () => {
  it.each(checks.map(({ id, tier }) => [id, folders[tier]!] as const))(
    '%s is described, and has a test beside it',
    (id, folder) => {
      expect(page).toContain(`\n| \`${id}\` |`)
      expect(existsSync(join(import.meta.dirname, folder, `${id}.test.ts`))).toBe(true)
    },
  )

  it('are used by a rule, but for those that wait for a product', () => {
    const used = new Set(readRuleSets().flatMap(({ rules }) => rules.map(({ check }) => check)))
    expect(checks.map(({ id }) => id).filter((id) => !used.has(id))).toEqual(['reconstruction-kernel'])
  })
})

it.each([...integrationChecks, ...collectionChecks, ...useChecks].map(({ id }) => id))(
  '%s of tiers 3 and 4 is described, and used by a rule',
  (id) => {
    expect(page).toContain(`\n| \`${id}\` |`)
    const used = readRuleSets().some(({ rules }) => rules.some(({ check }) => check === id))
    expect(used).toBe(true)
  },
)
