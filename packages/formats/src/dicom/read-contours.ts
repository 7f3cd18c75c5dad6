import { type Dataset, dicomUnreadable, items } from './dataset.ts'
import { readDataset } from './read-dataset.ts'
import { number, numbers, text } from './values.ts'

/** A closed polygon in one plane. */
export interface Contour {
  /** Its corners, millimetres in the patient, right–anterior–superior; the last is joined to the first. */
  readonly points: readonly (readonly [number, number, number])[]
  /** It takes away what it shares with the others of its plane, and adds the rest; else it is added. */
  readonly isExclusive: boolean
}

/** A structure that somebody outlined. */
export interface Structure {
  readonly number: number
  /** As its author called it, which may identify. */
  readonly name: string
  /** E.g. ORGAN, GTV, EXTERNAL. */
  readonly kind: string | undefined
  readonly contours: readonly Contour[]
  /** Contours that enclose nothing: points and open lines. */
  readonly others: number
}

/** The structures of an RT Structure Set. */
export interface ContourSet {
  readonly frameOfReference: string | undefined
  readonly structures: readonly Structure[]
}

/** More corners than a reader or a program draws. */
const mostPoints = 20_000_000

/**
 * Reads a DICOM RT Structure Set: closed planar contours of each structure.
 * @param where the file's name, for errors
 * @throws AssayError dicom-unreadable
 * Source: DICOM PS3.3 C.8.8.5, C.8.8.6, C.8.8.8.
 */
export function readContours(bytes: Uint8Array, where: string): ContourSet {
  const dataset = readDataset(bytes, where, { pixels: 'skip' })
  if (text(dataset, '00080060') !== 'RTSTRUCT') throw dicomUnreadable(where, 'no RT structure set')
  const budget = { points: mostPoints }
  const outlined = byNumber(items(dataset, '30060039'), '30060084')
  const observed = byNumber(items(dataset, '30060080'), '30060084')
  const described = items(dataset, '30060020')
  const structures = described.map((roi) => {
    const own = number(roi, '30060022') ?? -1
    const contours = items(outlined.get(own), '30060040')
    const closed = contours.filter((contour) => closedTypes.includes(text(contour, '30060042') ?? ''))
    return {
      number: own,
      name: text(roi, '30060026') ?? '',
      kind: text(observed.get(own), '300600A4'),
      contours: closed.map((contour) => readContour(contour, budget)),
      others: contours.length - closed.length,
    }
  })
  return { frameOfReference: text(described[0], '30060024'), structures }
}

const exclusive = 'CLOSEDPLANAR_XOR'
const closedTypes = ['CLOSED_PLANAR', exclusive]

function byNumber(sequence: readonly Dataset[], tag: string): ReadonlyMap<number, Dataset> {
  return new Map(sequence.map((item) => [number(item, tag) ?? -1, item]))
}

function readContour(contour: Dataset, budget: { points: number }): Contour {
  const values = numbers(contour, '30060050')
  const count = values.length / 3
  const announced = number(contour, '30060046')
  budget.points -= count
  if (!Number.isInteger(count) || count < 1 || (announced !== undefined && announced !== count))
    throw dicomUnreadable(
      contour.where,
      `a contour of ${values.length} coordinates for ${announced ?? 'so many'} points`,
    )
  if (budget.points < 0) throw dicomUnreadable(contour.where, `more than ${mostPoints} points`)
  const points = Array.from({ length: count }, (_, i) => {
    const [x, y, z] = values.slice(3 * i, 3 * i + 3) as [number, number, number]
    return [-x, -y, z] as const
  })
  return { points, isExclusive: text(contour, '30060042') === exclusive }
}
