import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plane, Vector } from './plane.ts'
import { type GeometryFault, seriesGeometry } from './series-geometry.ts'

const [across, down]: [Vector, Vector] = [
  [0.6, 0.8, 0],
  [-0.8, 0.6, 0],
]

function plane(slice: number, changes: Partial<Plane> = {}): Plane {
  return {
    where: `${slice}.dcm`,
    frame: 0,
    columns: 10,
    rows: 8,
    position: [5, -7, 2.5 * slice],
    across,
    down,
    pixelSpacing: [0.7, 0.5],
    thickness: 3,
    slope: 1,
    intercept: 0,
    moment: undefined,
    hasTime: false,
    stack: '',
    instanceNumber: slice + 1,
    sopInstance: `1.2.${slice}`,
    frameOfReference: '1.2',
    ...changes,
  }
}

const slices = [0, 1, 2, 3, 4, 5]
const series = (change: (slice: number) => Partial<Plane>) => slices.map((slice) => plane(slice, change(slice)))

describe('the geometry of a series', () => {
  it('is that of its planes, in whichever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(slices, { minLength: 6 }), (order) => {
        const { grid, findings } = seriesGeometry(order.map((slice) => plane(slice)))
        expect(findings).toEqual([])
        expect(grid!.order.map((at) => order[at])).toEqual(slices)
        const [rx, ry, rz] = grid!.affine
        expect(rx!.map((value) => Number(value.toFixed(9)) + 0)).toEqual([-0.3, 0.56, 0, -5])
        expect(ry!.map((value) => Number(value.toFixed(9)) + 0)).toEqual([-0.4, -0.42, 0, 7])
        expect(rz!.map((value) => Number(value.toFixed(9)) + 0)).toEqual([0, 0, 2.5, 0])
      }),
    )
  })

  it('takes positions rounded to a tenth of a millimetre', () => {
    const positions = [-72.7575, -65.7575, -58.8575, -51.9575, -44.9575, -38.0575]
    const { grid } = seriesGeometry(series((slice) => ({ position: [0, 0, positions[slice]!] })))
    expect(grid!.spacing[2]).toBeCloseTo(6.94, 9)
  })

  it('of one slice has its thickness', () => {
    const { grid, findings } = seriesGeometry([plane(0)])
    expect(findings.map(({ fault }) => fault)).toEqual(['slice-alone'])
    expect(grid!.spacing[2]).toBe(3)
  })

  it('notes slices numbered out of order, and sorts them', () => {
    const { grid, findings } = seriesGeometry(series((slice) => ({ instanceNumber: slice === 2 ? 99 : slice })))
    expect(findings).toEqual([{ fault: 'slices-out-of-order', planes: [3] }])
    expect(grid!.order).toEqual(slices)
  })
})

type Change = (slice: number) => Partial<Plane>
const on =
  (where: number, changes: Partial<Plane>): Change =>
  (slice) =>
    slice === where ? changes : {}
const tilted: Change = (slice) => ({ position: [5, -7 + 2.5 * slice * Math.tan((15 * Math.PI) / 180), 2.5 * slice] })

/** What is done to six slices, and what is found: the fault, the planes, the measure. */
const faults: readonly [what: string, change: Change, fault: GeometryFault, planes: number[], measured?: number][] = [
  ['a slice without a position', on(3, { position: undefined }), 'place-missing', [3]],
  ['a slice without pixel spacing', on(3, { pixelSpacing: undefined }), 'place-missing', [3]],
  ['a pixel spacing of 0', on(3, { pixelSpacing: [0.7, 0] }), 'place-missing', [3]],
  ['directions that are none', on(0, { across: [0.6, 0.9, 0] }), 'orientation-invalid', [0]],
  ['directions that are not perpendicular', () => ({ down: [0.6, 0.8, 0] }), 'orientation-invalid', slices],
  ['a localiser among slices', on(5, { across: [0, 1, 0], down: [0, 0, -1] }), 'orientation-mixed', [5]],
  ['a slice turned over', on(2, { across: [-0.6, -0.8, 0] }), 'orientation-mixed', [2]],
  ['another size', on(4, { rows: 9 }), 'size-mixed', [4]],
  ['another pixel spacing', on(4, { pixelSpacing: [0.7, 0.51] }), 'pixel-spacing-mixed', [4]],
  ['another frame of reference', on(1, { frameOfReference: '1.3' }), 'frames-of-reference', [1]],
  ['an instance twice', on(1, { sopInstance: '1.2.0' }), 'instance-doubled', [1]],
  ['a slice doubled', on(3, { position: [5, -7, 5] }), 'slices-doubled', [2, 3], 0],
  ['two slices missing', on(5, { position: [5, -7, 2.5 * 7] }), 'slices-missing', [4, 5], 2],
  ['an uneven distance', on(5, { position: [5, -7, 2.5 * 5.3] }), 'spacing-uneven', [4, 5], 3.25],
  ['a gantry tilted by 15°', tilted, 'gantry-tilt', slices, 15],
  ['a slice beside the others', on(2, { position: [6, -7, 5] }), 'planes-displaced', [2]],
]

describe('a series with (each refused, none repaired)', () => {
  it.each(faults)('%s', (_, change, fault, planes, measured) => {
    const { findings, grid } = seriesGeometry(series(change))
    const found = findings.find((one) => one.fault === fault)
    expect(found, JSON.stringify(findings)).toMatchObject({ fault, planes })
    if (measured !== undefined) expect(found!.measured).toBeCloseTo(measured, 6)
    expect(grid).toBeUndefined()
  })
})
