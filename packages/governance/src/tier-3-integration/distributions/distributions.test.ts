import type { DistributionRelease, ReleasedCount } from '@assay/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRuleSets } from '../../engine/read-rule-sets.ts'
import { assertPossible } from './assert-possible.ts'
import { cellOfValue, distributionDefinition } from './distribution-axes.ts'
import { leastChanged, leastOthers, mergeOthers } from './merge-distributions.ts'

const ruleSets = readRuleSets()

describe('the definition of a category', () => {
  it('holds the axes that speak of it, and is another for another category', () => {
    const ecg = distributionDefinition('ecg', ruleSets)!
    const names = ecg.axes.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['age', 'sex', 'sampling-frequency']))
    expect(names).not.toContain('slice-thickness')
    expect(distributionDefinition('lung-ct', ruleSets)!.hash).not.toBe(ecg.hash)
    expect(distributionDefinition('ecg', [])).toBeUndefined()
  })

  it('has one axis of a name in each category, and both ends open', () => {
    for (const category of ['ecg', 'lung-ct', 'cardiac-mri', 'ophthalmology']) {
      const names = distributionDefinition(category, ruleSets)!.axes.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
    const edges = [1, 2]
    expect([-9, 0.99, 1, 1.5, 2, 900].map((value) => cellOfValue(edges, value))).toEqual([0, 0, 1, 1, 2, 2])
  })
})

const rounded = (value: number): ReleasedCount => ({ kind: 'rounded', value, to: 5 })
const few: ReleasedCount = { kind: 'suppressed', below: 10 }

describe('the counts of the others', () => {
  const released = new Map([
    ['a', [[rounded(20), few]]],
    ['b', [[rounded(30), rounded(40)]]],
    ['c', [[few, few]]],
    ['d', [[rounded(100), rounded(15)]]],
  ])

  it('are summed without one’s own, between the least and the most that they can be', () => {
    expect(mergeOthers(released, 'd')).toEqual({
      hospitals: 3,
      quantities: [
        [
          { lower: 45, upper: 64 },
          { lower: 37.5, upper: 60.5 },
        ],
      ],
    })
  })

  it('are told of no fewer than three', () => {
    const three = new Map([...released].slice(0, 3))
    expect(mergeOthers(three, 'a')).toBeUndefined()
    expect(mergeOthers(three, 'e')?.hospitals).toBe(3)
    expect(mergeOthers(new Map(), 'a')).toBeUndefined()
  })
})

describe('what a hospital can work out from all references that it was ever sent', () => {
  // Every reference is a sum over hospitals, each in the version of its time. Whatever is worked out by adding and subtracting
  // references either says nothing or speaks of three others or more: for any two others, no combination is about them alone.
  it('always speaks of three others or more, however hospitals join and renew', () => {
    const steps = fc.array(fc.nat(6), { minLength: 8, maxLength: 60 })
    fc.assert(
      fc.property(steps, (renewals) => {
        const references = referencesOf(renewals, 7).map((versions) => versions.slice(1))
        for (let one = 0; one < 6; one += 1)
          for (let other = one + 1; other < 6; other += 1)
            expect(isAboutAlone(references, new Set([one, other]))).toBe(false)
      }),
      { numRuns: 200, seed: 20261127 },
    )
  })

  it('would not, were one change enough for a new reference', () => {
    const references = referencesOf([0, 1, 2, 3, 1], 4, 1).map((versions) => versions.slice(1))
    expect(isAboutAlone(references, new Set([0, 1]))).toBe(true)
  })
})

/** The versions (0: none yet) of each hospital in each epoch, as the hub makes them. */
function referencesOf(renewals: readonly number[], hospitals: number, needed: number = leastChanged): number[][] {
  const versions = Array.from({ length: hospitals }, () => 0)
  let told = [...versions]
  const references: number[][] = []
  for (const hospital of renewals) {
    versions[hospital % hospitals]! += 1
    const changed = versions.filter((version, i) => version > told[i]!).length
    if (changed < needed || versions.slice(1).filter((version) => version > 0).length < leastOthers) continue
    told = [...versions]
    references.push(told)
  }
  return references
}

/** Whether some combination of references is about hospitals of a set alone: then their rank falls when these are left out. */
function isAboutAlone(references: readonly (readonly number[])[], set: ReadonlySet<number>): boolean {
  const columns = new Map<string, number[]>()
  for (const [row, versions] of references.entries())
    for (const [hospital, version] of versions.entries()) {
      if (version === 0) continue
      const name = `${hospital} ${version}`
      if (!columns.has(name))
        columns.set(
          name,
          references.map(() => 0),
        )
      columns.get(name)![row] = 1
    }
  const rest = [...columns].filter(([name]) => !set.has(Number(name.split(' ')[0]))).map(([, column]) => column)
  return rank([...columns.values()]) > rank(rest)
}

/** Rank by elimination, exact: the entries are small whole numbers, computed modulo a prime. */
function rank(vectors: readonly (readonly number[])[]): number {
  const prime = 1_000_003
  const rows = vectors.map((vector) => [...vector])
  let found = 0
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const pivot = rows.findIndex((row, i) => i >= found && row[column] !== 0)
    if (pivot < 0) continue
    ;[rows[found], rows[pivot]] = [rows[pivot]!, rows[found]!]
    for (const row of rows.slice(found + 1)) {
      const [a, b] = [row[column]!, rows[found]![column]!]
      for (let i = 0; i < row.length; i += 1) row[i] = (((row[i]! * b - rows[found]![i]! * a) % prime) + prime) % prime
    }
    found += 1
  }
  return found
}

describe('what can not be counts of patients', () => {
  const axes = [{ name: 'sex', values: ['F', 'M'] }]
  const release = (cells: ReleasedCount[], provenance: 'patients' | 'public' = 'patients') =>
    ({ provenance, quantities: [{ axis: axes[0]!, cells }] }) as Pick<
      DistributionRelease,
      'provenance' | 'quantities'
    > as DistributionRelease

  it('is refused', () => {
    expect(() => assertPossible(release([rounded(10), few, few]), axes)).not.toThrow()
    const impossible = expect.objectContaining({ code: 'distribution-impossible', parameters: { where: 'sex' } })
    expect(() => assertPossible(release([rounded(10), few]), axes)).toThrow(impossible)
    expect(() => assertPossible(release([{ kind: 'exact', value: 4 }, few, few]), axes)).toThrow(impossible)
    expect(() => assertPossible(release([rounded(0), few, few]), axes)).toThrow(impossible)
    expect(() => assertPossible(release([{ kind: 'exact', value: 4 }, few, few], 'public'), axes)).not.toThrow()
    const other = [{ name: 'sex', values: ['F'] }]
    expect(() => assertPossible(release([few, few]), other)).toThrow(
      expect.objectContaining({ code: 'distribution-definition-differs' }),
    )
  })
})
