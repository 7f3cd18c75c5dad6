import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawnMerit, meritRuns } from './merit-runs.ts'

/** Cells of any values, ties and weights; the patients of rows and columns may be the same. */
const cells = fc
  .record({
    height: fc.integer({ min: 1, max: 8 }),
    width: fc.integer({ min: 0, max: 8 }),
    patients: fc.integer({ min: 1, max: 6 }),
  })
  .chain(({ height, width, patients }) => {
    const many = <T>(one: fc.Arbitrary<T>, length: number) => fc.array(one, { minLength: length, maxLength: length })
    const patient = fc.record({ patient: fc.nat(patients - 1) })
    return fc.record({
      height: fc.constant(height),
      width: fc.constant(width),
      cases: many(patient, height + width),
      values: many(fc.constantFrom(0, 0.5, 1, 1.25), height * Math.max(1, width)),
      weights: many(fc.integer({ min: 1, max: 3 }), height),
      times: many(fc.nat(3), patients),
    })
  })

it('weighs every pair of cases as often as both are drawn', () => {
  fc.assert(
    fc.property(cells, ({ height, width, cases, values, weights, times }) => {
      const [rows, columns] = [
        Int32Array.from({ length: height }, (_, i) => i),
        Int32Array.from({ length: width }, (_, j) => height + j),
      ]
      const drawn = (place: number) => times[cases[place]!.patient]!
      let [total, pairs] = [0, 0]
      for (let i = 0; i < height; i += 1)
        for (let j = 0; j < Math.max(1, width); j += 1) {
          const often = drawn(i) * (width === 0 ? 1 : drawn(height + j))
          total += often * values[i * Math.max(1, width) + j]!
          pairs += often * weights[i]!
        }
      const cell = {
        modality: 0,
        reader: 0,
        rows,
        columns,
        values: Float64Array.from(values),
        weights: Float64Array.from(weights),
      }
      const study = { cases: cases.map((one) => ({ ...one, id: '', diseased: true })) }
      const merit = drawnMerit(meritRuns(cell), Int32Array.from(times), study)
      if (pairs === 0) expect(merit).toBeNaN()
      else expect(merit).toBeCloseTo(total / pairs, 12)
    }),
    { numRuns: 500 },
  )
})
