import type { Volume } from '@assay/formats'
import { axialFrame } from './axial-frame.ts'
import { median } from './planes.ts'
import { frontSkin } from './skin-width.ts'

/** Slices that are enough to see a step in; fewest columns that two slices share; slices on both sides that say what is usual. */
const [mostSlices, fewestColumns, around] = [150, 8, 2]

/** Where the body's front steps most from one slice to the next. */
export interface FrontStep {
  /** Millimetres, beyond what the front does in the slices around. */
  readonly value: number
  /** The slices before and after it. */
  readonly slices: readonly [number, number]
}

/**
 * The largest step of the body's front between neighbouring slices: the median over columns, less the median of the five steps around, so
 * that a slanting belly is none. A chest that breathes between two rotations steps so, while its back stays.
 * @returns undefined below five pairs of slices whose front is seen, or where slices are not axial
 */
export function largestFrontStep(volume: Volume): FrontStep | undefined {
  if (!axialFrame(volume)) return undefined
  const pace = Math.ceil(volume.size[2] / mostSlices)
  const steps: { step: number; slices: [number, number] }[] = []
  let before = frontSkin(volume, 0)
  for (let z = pace; z < volume.size[2]; z += pace) {
    const here = frontSkin(volume, z)
    const apart = [...here].flatMap(([column, at]) => {
      const known = before.get(column)
      return known === undefined ? [] : [at - known]
    })
    if (apart.length >= fewestColumns) steps.push({ step: median(apart), slices: [z - pace, z] })
    before = here
  }
  if (steps.length < 2 * around + 1) return undefined
  const found = steps.map(({ step, slices }, i) => {
    const usual = median(steps.slice(Math.max(0, i - around), i + around + 1).map((one) => one.step))
    return { value: Math.abs(step - usual), slices }
  })
  return found.reduce((worst, one) => (one.value > worst.value ? one : worst))
}
