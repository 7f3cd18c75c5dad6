import { extentOfCount, type ReleasedCount } from '@assay/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choosePolicy } from './choose-policy.ts'
import { gateCounts } from './gate-counts.ts'
import type { GatedCell } from './gated-cell.ts'

const policy = choosePolicy('patients', 'catalogue')
const open = choosePolicy('synthetic', 'catalogue')

/** Tables whose patients are numbered from `from` on in each. */
const tablesOf = (counts: number[][], from = 0) =>
  counts.map((cells) => {
    let next = from
    return cells.map((count) => new Set(Array.from({ length: count }, () => `p${next++}`)))
  })
const leaving = (gated: GatedCell[][]) => gated.map((cells) => cells.map(({ leaves }) => leaves))
const beforeOf = (gated: GatedCell[][]) =>
  gated.map((cells) => ({ made: cells.map(({ made }) => made), counted: cells.map(({ patients }) => patients) }))
const few: ReleasedCount = { kind: 'suppressed', below: 10 }
const rounded = (value: number, to = 5): ReleasedCount => ({ kind: 'rounded', value, to })

describe('counts of patients', () => {
  it('leave rounded to five, and not at all below ten: nothing and nine look alike', () => {
    const gated = gateCounts(tablesOf([[0, 9, 10, 12, 13, 41]]), policy)
    expect(leaving(gated)).toEqual([[few, few, rounded(10), rounded(10), rounded(15), rounded(40)]])
    expect(gated[0]!.map(({ reason }) => reason)).toEqual([
      'too-few-patients',
      'too-few-patients',
      null,
      null,
      null,
      null,
    ])
  })

  it('leave as they are where they are public or of no patients', () => {
    expect(leaving(gateCounts(tablesOf([[0, 3]]), open))).toEqual([
      [
        { kind: 'exact', value: 0 },
        { kind: 'exact', value: 3 },
      ],
    ])
  })

  it('stay as they were released until ten patients came or went, and their bounds hold for today', () => {
    const first = gateCounts(tablesOf([[60, 9, 40]]), policy)
    const grown = tablesOf([[69, 9, 40]], 0)
    const second = gateCounts(grown, policy, beforeOf(first))
    // All but the first sixty have another place by now: only cells with fewer than ten changes are kept.
    expect(leaving(second)[0]![0]).toEqual(rounded(60, 23))
    const { lower, upper } = extentOfCount(leaving(second)[0]![0]!)
    expect([lower <= 69, upper >= 69]).toEqual([true, true])
    const third = gateCounts(tablesOf([[70, 9, 40]]), policy, beforeOf(second))
    expect(leaving(third)[0]![0]).toEqual(rounded(70))
  })

  it('are not told apart by an exchange of as many patients as came', () => {
    const first = gateCounts([[new Set(Array.from({ length: 20 }, (_, i) => `p${i}`))]], policy)
    const exchanged = [[new Set(Array.from({ length: 20 }, (_, i) => `p${i + 4}`))]]
    expect(gateCounts(exchanged, policy, beforeOf(first))[0]![0]!.reason).toBe('changed-too-little')
    const renewed = [[new Set(Array.from({ length: 20 }, (_, i) => `p${i + 5}`))]]
    expect(gateCounts(renewed, policy, beforeOf(first))[0]![0]!.reason).toBeNull()
  })

  it('take a further cell with them where the tables together would tell a suppressed one', () => {
    // 103 patients. Sixty and 45 say 101 to 109, ninety and ten 96 to 104, 105 says 103 to 107: 103 or 104, and so 0 or 1 of M.
    const counts = [
      [103, 0],
      [60, 43],
      [91, 12],
    ]
    const hidden = { kind: 'suppressed', below: 110 }
    const gated = gateCounts(tablesOf(counts), policy)
    expect(leaving(gated)).toEqual([
      [hidden, hidden],
      [rounded(60), rounded(45)],
      [rounded(90), rounded(10)],
    ])
    expect(gated[0]!.map(({ reason }) => reason)).toEqual(['protects-others', 'too-few-patients'])
  })

  it('hold for any tables of the same patients: no suppressed count is told closer than five values, every bound is true', () => {
    const table = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 400 }),
        fc.array(table, { minLength: 1, maxLength: 4 }),
        (total, shapes) => {
          const counts = shapes.map((weights) => split(total, weights))
          const gated = gateCounts(tablesOf(counts), policy)
          for (const [t, cells] of gated.entries())
            for (const [c, { leaves }] of cells.entries()) {
              const { lower, upper } = extentOfCount(leaves)
              expect(counts[t]![c]).toBeGreaterThanOrEqual(lower)
              expect(counts[t]![c]).toBeLessThanOrEqual(upper)
            }
          for (const [t, cells] of gated.entries())
            for (const c of cells.keys())
              if (cells[c]!.leaves.kind === 'suppressed') expect(valuesLeft(gated, t, c)).toBeGreaterThanOrEqual(5)
        },
      ),
      { numRuns: 300, seed: 20261127 },
    )
  })
})

/** Splits a total by weights to the power of four, so that small cells occur. */
function split(total: number, weights: number[]): number[] {
  const powers = weights.map((weight) => weight ** 4)
  const whole = powers.reduce((sum, one) => sum + one, 0)
  const counts = powers.map((power) => Math.floor((total * power) / whole))
  counts[0]! += total - counts.reduce((sum, one) => sum + one, 0)
  return counts
}

/** Values that a suppressed cell can still have for one who knows all that was released: tried one by one, total by total. */
function valuesLeft(gated: GatedCell[][], table: number, cell: number): number {
  const sums = gated.map((cells) => cells.map(({ leaves }) => extentOfCount(leaves)))
  const fits = (total: number, without?: number) =>
    sums.every((extents, t) => {
      const rest = t === table && without !== undefined ? extents.filter((_, c) => c !== cell) : extents
      const wanted = t === table && without !== undefined ? total - without : total
      const least = rest.reduce((sum, { lower }) => sum + Math.ceil(lower), 0)
      const most = rest.reduce((sum, { upper }) => sum + Math.floor(upper), 0)
      return least <= wanted && wanted <= most
    })
  const { upper } = sums[table]![cell]!
  let left = 0
  for (let value = 0; value <= upper; value += 1)
    if (Array.from({ length: 500 }, (_, total) => total).some((total) => fits(total, value))) left += 1
  return left
}
