import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compareCounts } from './compare-counts.ts'
import { distanceExtent } from './distance-extent.ts'

const oracle = z
  .object({
    cases: z.array(
      z.object({
        counts: z.array(z.number()),
        others: z.array(z.object({ lower: z.number(), upper: z.number() })),
        least: z.number(),
        most: z.number(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'distance-extent.oracle.json'), 'utf8')))

describe('distanceExtent', () => {
  it.each(oracle.cases)('agrees with a linear program and with all corners for $counts', (one) => {
    const found = distanceExtent(one.counts, one.others)
    expect(found.least).toBeCloseTo(one.least, 9)
    expect(found.most).toBeCloseTo(one.most, 12)
    expect(compareCounts(one.counts, found.closest).distance).toBeCloseTo(one.least, 9)
    for (const [i, { lower, upper }] of one.others.entries()) {
      expect(found.closest[i]).toBeGreaterThanOrEqual(lower)
      expect(found.closest[i]).toBeLessThanOrEqual(upper)
    }
  })

  it('is the distance itself where the counts are known', () => {
    const others = [140, 260, 90].map((count) => ({ lower: count, upper: count }))
    const { least, most } = distanceExtent([12, 30, 8], others)
    const { distance } = compareCounts([12, 30, 8], [140, 260, 90])
    expect(least).toBeCloseTo(distance, 12)
    expect(most).toBeCloseTo(distance, 12)
  })

  it('knows nothing where the others may have anything', () => {
    const anything = { lower: 0, upper: 9 }
    expect(distanceExtent([3, 1], [anything, anything])).toMatchObject({ most: 0.75 })
    expect(distanceExtent([3, 1], [anything, anything]).least).toBeCloseTo(0, 12)
    const { least, most } = distanceExtent([3, 1], [anything, { lower: 0, upper: 0 }])
    expect(least).toBeCloseTo(0.25, 12)
    expect(most).toBeCloseTo(0.25, 12)
  })

  it('refuses other kinds, and nothing to compare with', () => {
    expect(() => distanceExtent([1], [])).toThrow(RangeError)
    expect(() => distanceExtent([0], [{ lower: 0, upper: 1 }])).toThrow(RangeError)
    expect(() => distanceExtent([1], [{ lower: 0, upper: 0 }])).toThrow(RangeError)
  })
})
