import { AssayError } from '@assay/contracts'
import type { Volume } from '../images/volume.ts'
import { decimal, element, type ObjectUids, short, words, writeObject } from './write-object.ts'

/** What the kinds of slices differ in: storage class and how values are scaled. */
const kinds = {
  CT: { sopClass: '1.2.840.10008.5.1.4.1.1.2', unit: 'HU', lowest: -1024 },
  MR: { sopClass: '1.2.840.10008.5.1.4.1.1.4', unit: 'US', lowest: 0 },
} as const

/**
 * Writes a volume as slices of a CT or MR series, uncompressed, one object a plane of the grid, 16 bits a voxel. Values that are no whole
 * numbers are scaled to 16 bits, and the slope says how.
 * @param modality `CT` for Hounsfield units
 * @param uids of study and series; an instance's is `instance`, a dot and the plane's number from 1
 * @throws AssayError dicom-unsupported for axes that are not at right angles, or values that are no numbers
 * Source: DICOM PS3.3 A.3, A.4, C.7.3.1, C.7.4.1, C.7.6.2, C.8.2.1, C.8.3.1; places are left–posterior–superior.
 */
export function writeSlices(volume: Volume, modality: keyof typeof kinds, uids: ObjectUids): Buffer[] {
  const [columns, rows, planes] = volume.size
  const { slope, intercept, stored } = storedValues(volume, kinds[modality].lowest)
  const { across, down, origin, step } = geometryOf(volume)
  const { sopClass, unit } = kinds[modality]
  const [sx, sy, sz] = volume.spacing
  return Array.from({ length: planes }, (_, plane) => {
    const position = origin.map((value, axis) => value + plane * step[axis]!)
    const own = { ...uids, instance: `${uids.instance}.${plane + 1}` }
    return writeObject(sopClass, modality, own, [
      ...[element('00080008', 'CS', 'DERIVED\\PRIMARY\\AXIAL'), element('00180050', 'DS', decimal(sz))],
      ...(modality === 'CT' ? ctElements : mrElements),
      ...[element('00200013', 'IS', `${plane + 1}`), element('00200032', 'DS', decimals(position))],
      ...[element('00185100', 'CS', ''), element('00201040', 'LO', '')],
      ...[element('00200037', 'DS', decimals([...across, ...down])), element('00200052', 'UI', `${uids.series}.1`)],
      ...[short('00280002', 1), element('00280004', 'CS', 'MONOCHROME2')],
      ...[short('00280010', rows), short('00280011', columns), element('00280030', 'DS', decimals([sy, sx]))],
      ...[short('00280100', 16), short('00280101', 16), short('00280102', 15), short('00280103', 0)],
      ...[element('00281052', 'DS', decimal(intercept)), element('00281053', 'DS', decimal(slope))],
      element('00281054', 'LO', unit),
      words('7FE00010', stored.subarray(2 * plane * rows * columns, 2 * (plane + 1) * rows * columns)),
    ])
  })
}

const ctElements = [element('00180060', 'DS', ''), element('00200012', 'IS', '')]

const mrElements = [
  ...[element('00180020', 'CS', 'RM'), element('00180021', 'CS', ''), element('00180022', 'CS', '')],
  ...[element('00180023', 'CS', '3D'), element('00180080', 'DS', ''), element('00180081', 'DS', '')],
]

function decimals(values: readonly number[]): string {
  return values.map(decimal).join('\\')
}

/** Whole numbers that fit are stored as they are, above the lowest; others are spread over all of 16 bits. */
function storedValues({ values }: Volume, lowest: number) {
  let [least, most, isWhole] = [Infinity, -Infinity, true]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
    if (!Number.isInteger(value)) isWhole = false
    if (!Number.isFinite(value)) throw unsupported('a voxel that is no number')
  }
  const from = Math.min(lowest, least)
  const fits = isWhole && most - from < 2 ** 16
  const intercept = fits ? from : least
  const slope = fits || most === least ? 1 : (most - least) / (2 ** 16 - 1)
  const stored = Buffer.alloc(2 * values.length)
  values.forEach((value, i) => {
    stored.writeUInt16LE(Math.round((value - intercept) / slope), 2 * i)
  })
  return { slope, intercept, stored }
}

function geometryOf({ affine, spacing }: Volume) {
  const turned = affine.map((row, axis) => row.map((value) => (axis === 2 || value === 0 ? value : -value)))
  const column = (axis: number) => turned.map((row) => row[axis]!)
  const [across, down, step] = [0, 1, 2].map(column) as [number[], number[], number[]]
  const unit = (vector: readonly number[], length: number) => vector.map((value) => value / length)
  const axes = { across: unit(across, spacing[0]), down: unit(down, spacing[1]), through: unit(step, spacing[2]) }
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  const skew = [dot(axes.across, axes.down), dot(axes.across, axes.through), dot(axes.down, axes.through)]
  if (skew.some((cosine) => Math.abs(cosine) > 1e-3)) throw unsupported('axes that are not at right angles')
  return { across: axes.across, down: axes.down, origin: column(3), step }
}

function unsupported(what: string): AssayError {
  return new AssayError('dicom-unsupported', { where: 'volume', what })
}
