import type { Cine } from '../../images/cine.ts'
import { mostVoxels, type Volume } from '../../images/volume.ts'
import type { Photograph } from '../../photographs/photograph.ts'
import { dicomUnsupported } from '../dataset.ts'
import type { DecodingPool } from '../decoding/start-decoding-pool.ts'
import { type GeometryFinding, seriesGeometry } from '../geometry/series-geometry.ts'
import { readDataset } from '../read-dataset.ts'
import { readSeg } from '../read-seg.ts'
import { arrayFor, fillValues } from './fill-values.ts'
import { gridForms } from './grid-forms.ts'
import { photographForm } from './photograph-form.ts'
import { readHeader, type SeriesFile, type SeriesHeader } from './series-file.ts'

/** What a series becomes in memory, with what was remarkable about its geometry. */
export type SeriesForm =
  | { readonly kind: 'volume'; readonly volume: Volume; readonly findings: readonly GeometryFinding[] }
  | { readonly kind: 'cine'; readonly cine: Cine; readonly findings: readonly GeometryFinding[] }
  | { readonly kind: 'photograph'; readonly photograph: Photograph; readonly where: string }

/**
 * Reads the images of a series: slices as a volume, slices over time as a cine, each stack of an enhanced object for itself; photographs,
 * secondary captures and projections one by one; a segmentation as a volume of labels. Nothing is guessed: planes that are no grid are
 * refused with what is wrong with them.
 * @param files of one series, in any order
 * @throws AssayError dicom-unreadable, dicom-unsupported, image-unreadable, image-unsupported
 */
export async function readSeries(files: readonly SeriesFile[], pool: DecodingPool): Promise<SeriesForm[]> {
  const headers: SeriesHeader[] = []
  for (const file of files) headers.push(await readHeader(file, pool))
  const [first] = headers
  if (!first) return []
  const other = headers.find(({ sopClass }) => sopClass !== first.sopClass)
  if (other) throw dicomUnsupported(other.file.where, 'objects of several kinds in one series')
  if (first.modality === 'SEG') return await segmentations(headers)
  if (headers.every(isOfGrid)) return await gridForms(headers, pool)
  const forms: SeriesForm[] = []
  for (const header of headers) forms.push(await soleForm(header, pool))
  return forms
}

async function segmentations(headers: readonly SeriesHeader[]): Promise<SeriesForm[]> {
  const forms: SeriesForm[] = []
  for (const { file } of headers)
    forms.push({ kind: 'volume', volume: readSeg(await file.bytes(), file.where), findings: [] })
  return forms
}

/** CT, MR and PET, classic and enhanced: slices of a patient, which without a place are none. Source: DICOM PS3.4 B.5. */
const slices = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(2|2\.1|4|4\.1|4\.3|128|130)$/

/** Whether each frame has a place in the patient, or must have one. */
function isOfGrid({ sopClass, layout, planes, isEnhanced, hasModalityTable, file }: SeriesHeader): boolean {
  if (layout.samples > 1 || layout.photometric === 'PALETTE COLOR') return false
  const isPlaced = planes.every(({ position, across }) => position && across)
  const isGrid = slices.test(sopClass) || (isPlaced && (isEnhanced || layout.frames === 1))
  if (isGrid && layout.frames > 1 && !isEnhanced) return false
  if (isGrid && hasModalityTable) throw dicomUnsupported(file.where, 'values that a table rescales')
  return isGrid
}

async function soleForm(header: SeriesHeader, pool: DecodingPool): Promise<SeriesForm> {
  const { file, layout, frameTimes } = header
  if (layout.frames === 1) {
    const dataset = readDataset(await file.bytes(), file.where, { pixels: 'keep' })
    return { kind: 'photograph', photograph: await photographForm(dataset, pool), where: file.where }
  }
  if (!frameTimes) throw dicomUnsupported(file.where, `${layout.frames} frames without a place or a time of their own`)
  if (layout.samples > 1 || layout.photometric === 'PALETTE COLOR')
    throw dicomUnsupported(file.where, 'a cine in colour')
  return { kind: 'cine', cine: await unplacedCine(header, frameTimes, pool), findings: [] }
}

/** A cine whose frames share one place, or have none. */
async function unplacedCine(header: SeriesHeader, frameTimes: readonly number[], pool: DecodingPool): Promise<Cine> {
  const { file, layout, planes } = header
  const size = [layout.columns, layout.rows, 1, layout.frames] as const
  const length = size[0] * size[1] * size[3]
  if (length > mostVoxels) throw dicomUnsupported(file.where, `${length} voxels`)
  const slots = planes.map((plane, index) => ({ file, layout, plane, index }))
  const values = arrayFor(slots, length)
  await fillValues(values, slots, pool)
  const grid = seriesGeometry(planes.slice(0, 1)).grid
  return { size, spacing: grid?.spacing, affine: grid?.affine, frameTimes, values }
}
