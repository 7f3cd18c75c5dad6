import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measuredText, ruleName, sourceName } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { readRuleSets } from './engine/read-rule-sets.ts'

const languages = ['en', 'zh'] as const
const sets = readRuleSets()

describe.each(sets.map((set) => [set.id, set] as const))('the rules of %s', (_, { instrument, rules }) => {
  it.each(languages)('each have a name of their own (%s)', (language) => {
    const names = rules.map(({ id }) => ruleName(language, { rule: id }))
    expect(names).toEqual([...new Set(names)])
    expect(names.filter((name, i) => name === rules[i]!.id)).toEqual([])
  })

  it('name their instrument and sources in Chinese, too', () => {
    const sources = [instrument, ...rules.flatMap(({ source }) => source ?? [])]
    expect(sources.filter((source) => !/\p{Script=Han}/u.test(sourceName('zh', source)))).toEqual([])
  })
})

/** Names that checks give to what they measure, as they stand in the code. */
function measuredNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.includes('.test.'))
    .flatMap(({ parentPath, name }) => {
      const code = readFileSync(join(parentPath, name), 'utf8')
      return [...code.matchAll(/\bname: '([a-z0-9-]+)',\s*(?:value|unit|\.\.\.measured)/g)].map(([, found]) => found!)
    })
}

describe('what is measured', () => {
  const names = [...new Set(measuredNames(import.meta.dirname))]

  it('is found in the code', () => {
    expect(existsSync(join(import.meta.dirname, 'tier-4-use'))).toBe(true)
    expect(names.length).toBeGreaterThan(40)
  })

  it.each(languages)('has a name in words (%s)', (language) => {
    const texts = names.map((name) => [name, measuredText(language, { name, value: 0, unit: '' })] as const)
    expect(texts.filter(([name, text]) => text.startsWith(name)).map(([name]) => name)).toEqual([])
  })
})
