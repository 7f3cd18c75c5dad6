import type { Volume } from '@assay/formats'

/** Which way an axial volume's columns and rows run in the patient: 1 where a larger index is farther left, or farther to the front. */
export interface AxialFrame {
  readonly left: 1 | -1
  readonly front: 1 | -1
}

/** Cosine from which an axis of the grid is an axis of the patient: 25°, more than any gantry tilts. */
const along = Math.cos((25 * Math.PI) / 180)

/** The frame of a volume whose slices are axial and upright; undefined for others. */
export function axialFrame({ affine, spacing }: Pick<Volume, 'affine' | 'spacing'>): AxialFrame | undefined {
  const cosine = (row: 0 | 1 | 2) => affine[row][row] / spacing[row]
  const [right, front, up] = [cosine(0), cosine(1), cosine(2)]
  if ([right, front, up].some((value) => Math.abs(value) < along)) return undefined
  return { left: right > 0 ? -1 : 1, front: front > 0 ? 1 : -1 }
}
