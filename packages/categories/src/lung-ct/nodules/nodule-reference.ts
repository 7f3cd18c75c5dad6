import { AssayError } from '@assay/contracts'
import { readDataset, sniffFormat, text, uidsReferredTo } from '@assay/formats'
import type { ListedReference, ReferencedImages, ReferenceLine } from '../../category.ts'
import { listLuna16, luna16Names } from './luna16-tables.ts'
import { mostDiameter, type Nodule, type Point } from './nodule.ts'
import { nodulesOfContours } from './nodules-of-contours.ts'
import { nodulesOfReport } from './nodules-of-report.ts'
import { nodulesOfSegmentation } from './nodules-of-segmentation.ts'
import { readNoduleTable } from './read-nodule-table.ts'
import { seriesOfFile } from './series-of-file.ts'
import { writeNoduleTable } from './write-nodule-table.ts'

/** Stands in kept tables for the scan that they belong to: no name of the hospital's. */
const keptSeries = 'scan'

/**
 * What is known of a chest CT: a line a finding with its place (left–posterior–superior) and diameter in millimetres; or a file that holds the
 * findings: a table in LUNA16's form, a structured report, a segmentation, a structure set. A scan in which readers found nothing has one line
 * that says nothing. `irrelevant` is 1 for findings that count neither way.
 */
export const noduleReference: ReferencedImages = {
  unit: 'series',
  columns: { required: [], optional: ['x', 'y', 'z', 'diameter', 'irrelevant', 'file'] },
  files: ['file'],
  tables: { names: luna16Names, list: listLuna16 },
  readReference(listed, read) {
    const nodules = listed.lines.flatMap((line) => nodulesOfLine(listed, line, read))
    return { extension: 'csv', bytes: writeNoduleTable(keptSeries, nodules) }
  },
}

function nodulesOfLine(
  { image, lines }: ListedReference,
  line: ReferenceLine,
  read: (path: string) => Uint8Array,
): Nodule[] {
  const isIrrelevant = flagOf(line.irrelevant ?? '', image)
  const [x, y, z, diameter] = [line.x ?? '', line.y ?? '', line.z ?? '', line.diameter ?? '']
  const hasPlace = [x, y, z, diameter].some((field) => field !== '')
  if (line.file && hasPlace) throw invalid(image, 'a line with a file and a place')
  if (line.file) return nodulesOfFile(image, read(line.file), isIrrelevant)
  if (hasPlace) {
    const centre: Point = [numberOf(x, image), numberOf(y, image), numberOf(z, image)]
    return [{ centre, diameter: diameterOf(diameter, image, isIrrelevant), isIrrelevant }]
  }
  if (lines.length > 1) throw invalid(image, 'a line that says nothing among others')
  return []
}

function nodulesOfFile(image: string, bytes: Uint8Array, isIrrelevant: boolean): Nodule[] {
  if (sniffFormat(bytes) !== 'dicom') {
    const own = seriesOfFile(image)
    const listed = readNoduleTable(bytes, 'table', isIrrelevant)
    return listed.filter(({ series }) => series === own || series === image).map(({ nodule }) => nodule)
  }
  const dataset = readDataset(bytes, 'reference', { pixels: 'skip' })
  const reader = readers[text(dataset, '00080060') ?? '']
  if (!reader) throw invalid(image, 'a DICOM object that is no report, segmentation or structure set')
  if (/^[\d.]+$/.test(image) && !uidsReferredTo(dataset).has(image)) throw invalid(image, 'it speaks of another series')
  return reader(bytes, 'reference', isIrrelevant)
}

const readers: Readonly<Record<string, typeof nodulesOfReport>> = {
  SR: nodulesOfReport,
  SEG: nodulesOfSegmentation,
  RTSTRUCT: nodulesOfContours,
}

function flagOf(field: string, where: string): boolean {
  if (field === '' || field === '0') return false
  if (field === '1') return true
  throw invalid(where, 'irrelevant is neither 0 nor 1')
}

function diameterOf(field: string, where: string, isIrrelevant: boolean): number | undefined {
  if (field === '' && isIrrelevant) return undefined
  const value = numberOf(field, where)
  if (value > 0 && value <= mostDiameter) return value
  if (value <= 0 && isIrrelevant) return undefined
  throw invalid(where, `a diameter that is not above 0 and at most ${mostDiameter} mm`)
}

function numberOf(field: string, where: string): number {
  const value = Number(field)
  if (field !== '' && Number.isFinite(value)) return value
  throw invalid(where, 'a place or a diameter that is no number')
}

function invalid(where: string, what: string): AssayError {
  return new AssayError('reference-invalid', { where, what })
}
