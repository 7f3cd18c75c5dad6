import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeCells } from './merge-cells.ts'
import { productCellNames, productCells, productFault, productSums } from './product-cells.ts'
import { release } from './site-summary.ts'

const names = ['a', 'b', 'c']
const released = (vectors: number[][]) =>
  release(
    { estimator: 'x', version: 1, patients: vectors.length, cells: productCells({ names, vectors }) },
    ({ value }) => ({
      kind: 'exact',
      value,
    }),
  )

describe('product cells', () => {
  it('give squares of any combination of counts, over any sites, to the bit', () => {
    const vector = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9))
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 20 }), fc.array(vector, { maxLength: 20 }), (one, other) => {
        const cells = (releases: number[][][]) =>
          productSums(
            mergeCells(
              releases.map((vectors, i) => ({ site: `${i}`, released: released(vectors) })),
              productCellNames(names),
            ),
            names,
          )
        const [merged, pooled] = [cells([one, other]), cells([[...one, ...other]])]
        if ('status' in merged || 'status' in pooled) throw new Error('withheld')
        const coefficients = new Map([
          ['a', 2],
          ['b', -3],
          ['c', 5],
        ])
        const direct = [...one, ...other].reduce((sum, [a, b, c]) => sum + (2 * a! - 3 * b! + 5 * c!) ** 2, 0)
        expect(merged.squares(coefficients)).toBe(direct)
        expect(pooled.squares(coefficients)).toBe(direct)
        expect(merged.sums).toEqual(pooled.sums)
      }),
    )
  })

  it('are refused where no counts give them', () => {
    const { cells } = released([
      [1, 2, 0],
      [3, 0, 1],
    ])
    expect(productFault(cells, names)).toBeUndefined()
    expect(productFault({ ...cells, a: { kind: 'exact', value: 0.5 } }, names)).toBe('a: no count')
    expect(productFault({ ...cells, a: { kind: 'exact', value: 40 } }, names)).toBe('a: squares that no counts have')
    expect(productFault({ ...cells, a: { kind: 'suppressed' } }, names)).toBeUndefined()
  })
})
