import { describe, expect, it } from 'vitest'
import { type PointsTask, replicatePoints } from './replicate-points.ts'

describe('replicates on worker threads', () => {
  const truth = Uint8Array.from({ length: 120 }, (_, i) => Number(i % 3 === 0))
  const task: PointsTask = {
    design: { cases: 120, label: truth, patient: Int32Array.from(truth, (_, i) => i >> 1), bothLabels: 'own-stratum' },
    truth,
    scores: Float64Array.from(truth, (label, i) => label + ((i * 37) % 101) / 50),
    points: { specificities: [0.9], sensitivities: [0.8], parts: [{ over: 'specificity', from: 0.8, to: 1 }] },
    seed: 20261123,
  }

  it('have the same digits on 1, 2 and 8 threads as on none', async () => {
    const seen: number[] = []
    const none = await replicatePoints(task, 950, (done) => seen.push(done), 0)
    expect(seen.at(-1)).toBe(950)
    expect(new Set(none.values).size).toBeGreaterThan(100)
    for (const threads of [1, 2, 8]) {
      const found = await replicatePoints(task, 950, () => {}, threads)
      expect(found.columns).toBe(3)
      expect([...found.values]).toEqual([...none.values])
    }
  })
})
