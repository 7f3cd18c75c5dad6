import { errorStatuses, findingCodes, notApplicableReasons } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { en } from './en/catalogue.ts'
import { zh } from './zh/catalogue.ts'

type Tree = { [key: string]: string | Tree }

function textsOf(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : textsOf(value, `${path}${key}.`),
  )
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()
}

describe('the catalogue of messages', () => {
  const english = new Map(textsOf(en as unknown as Tree))
  const chinese = new Map(textsOf(zh as unknown as Tree))

  it('has the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('fills in the same things in both languages', () => {
    for (const [key, text] of english)
      expect({ key, names: placeholders(chinese.get(key) ?? '') }).toEqual({ key, names: placeholders(text) })
  })

  it('has words for every error', () => {
    expect(Object.keys(en.errors).sort()).toEqual(Object.keys(errorStatuses).sort())
  })

  it('has words for everything that a check may find', () => {
    expect(Object.keys(en.quality.finding).sort()).toEqual([...findingCodes].sort())
    expect(Object.keys(en.quality.notApplicable).sort()).toEqual([...notApplicableReasons].sort())
  })
})
