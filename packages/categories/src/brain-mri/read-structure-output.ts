import { AssayError, type Socket } from '@assay/contracts'
import { gridDistance, type SocketOutputs, type Volume } from '@assay/formats'
import { mostLabel } from './structures.ts'

export const segmentationSocket = {
  slug: 'brain-structure-segmentation',
  kind: 'Segmentation',
  relativePath: 'images/brain-structure-segmentation',
} as const satisfies Socket

/** How far voxels of answer and image may lie apart: this part of the shortest side of a voxel. */
const tolerance = 0.05

/**
 * The labels that a device left: a volume on the grid of the image, every voxel a label of the task.
 * @param grid that of the image
 * @throws AssayError output-invalid (`where` the output's slug; `what`, `detail`: what is wrong, nothing of the case)
 */
export function labelsOfOutput(outputs: SocketOutputs, grid: Volume): Uint8Array {
  const output = outputs.image(segmentationSocket)
  if (output.kind !== 'volume') throw invalid('image-no-volume')
  const { size, affine, values } = output.volume
  const distance = gridDistance({ size, affine }, grid)
  if (distance === undefined) throw invalid('image-off-grid', size.join(' × '))
  if (!(distance <= tolerance * Math.min(...grid.spacing))) throw invalid('image-off-grid', `${distance.toFixed(2)} mm`)
  const odd = values.find((value) => !(Number.isInteger(value) && value >= 0 && value <= mostLabel))
  if (odd !== undefined) throw invalid('label-unknown', `0 – ${mostLabel}`)
  return Uint8Array.from(values)
}

function invalid(what: string, detail = ''): AssayError {
  return new AssayError('output-invalid', { where: segmentationSocket.slug, what, detail })
}
