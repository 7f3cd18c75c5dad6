import { type Dataset, items } from '../dataset.ts'
import { number, numbers, text } from '../values.ts'

export type Vector = readonly [x: number, y: number, z: number]

/** Where an image lies in the patient, and what becomes of its values. Undefined is what the object does not say. */
export interface Plane {
  /** Name of its file, and which of the file's frames it is, from 0 on. */
  readonly where: string
  readonly frame: number
  readonly columns: number
  readonly rows: number
  /** Centre of the first pixel, millimetres, left–posterior–superior. */
  readonly position: Vector | undefined
  /** Directions in which columns and rows count up. */
  readonly across: Vector | undefined
  readonly down: Vector | undefined
  /** Distances of rows and of columns, millimetres. */
  readonly pixelSpacing: readonly [rows: number, columns: number] | undefined
  readonly thickness: number | undefined
  /** Stored values become slope × value + intercept. */
  readonly slope: number
  readonly intercept: number
  /** Milliseconds from the R wave or the beginning, or the number of the moment where no time is given. */
  readonly moment: number | undefined
  readonly hasTime: boolean
  /** Of the frames of an enhanced object, those of one stack belong together. */
  readonly stack: string
  readonly instanceNumber: number | undefined
  readonly sopInstance: string | undefined
  readonly frameOfReference: string | undefined
}

/**
 * The planes of an object, one a frame: from its own attributes, or from the functional groups of an enhanced one.
 * @throws AssayError dicom-unreadable
 * Source: DICOM PS3.3 C.7.6.2, C.7.6.16.2.
 */
export function planesOf(dataset: Dataset, frames: number): Plane[] {
  const [shared] = items(dataset, '52009229')
  const own = items(dataset, '52009230')
  if (own.length === frames) return own.map((group, frame) => enhancedPlane(dataset, { shared, own: group, frame }))
  const plane = classicPlane(dataset)
  return Array.from({ length: frames }, (_, frame) => ({ ...plane, frame }))
}

function aboutFile(dataset: Dataset) {
  return {
    where: dataset.where,
    columns: number(dataset, '00280011') ?? 0,
    rows: number(dataset, '00280010') ?? 0,
    instanceNumber: number(dataset, '00200013'),
    sopInstance: text(dataset, '00080018'),
    frameOfReference: text(dataset, '00200052'),
  }
}

function classicPlane(dataset: Dataset): Plane {
  const trigger = number(dataset, '00181060')
  return {
    ...aboutFile(dataset),
    ...placed(dataset, dataset, dataset),
    frame: 0,
    stack: '',
    slope: number(dataset, '00281053') ?? 1,
    intercept: number(dataset, '00281052') ?? 0,
    moment: trigger ?? number(dataset, '00200100'),
    hasTime: trigger !== undefined,
  }
}

interface Enhanced {
  readonly shared: Dataset | undefined
  readonly own: Dataset
  readonly frame: number
}

function enhancedPlane(dataset: Dataset, { shared, own, frame }: Enhanced): Plane {
  const group = (tag: string) => items(own, tag)[0] ?? items(shared, tag)[0]
  const content = group('00209111')
  const values = group('00289145')
  const trigger = number(group('00189118'), '00209153')
  return {
    ...aboutFile(dataset),
    ...placed(group('00209113'), group('00209116'), group('00289110')),
    frame,
    stack: text(content, '00209056') ?? '',
    slope: number(values, '00281053') ?? 1,
    intercept: number(values, '00281052') ?? 0,
    moment: trigger ?? number(content, '00209128'),
    hasTime: trigger !== undefined,
  }
}

function placed(position: Dataset | undefined, orientation: Dataset | undefined, measures: Dataset | undefined) {
  const cosines = numbers(orientation, '00200037')
  const spacing = numbers(measures, '00280030')
  return {
    position: vectorOf(numbers(position, '00200032')),
    across: cosines.length === 6 ? vectorOf(cosines.slice(0, 3)) : undefined,
    down: cosines.length === 6 ? vectorOf(cosines.slice(3)) : undefined,
    pixelSpacing: spacing.length === 2 ? ([spacing[0]!, spacing[1]!] as const) : undefined,
    thickness: number(measures, '00180050'),
  }
}

function vectorOf(values: readonly number[]): Vector | undefined {
  return values.length === 3 ? [values[0]!, values[1]!, values[2]!] : undefined
}

/** The vector product. */
export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/** The scalar product. */
export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/** The difference, a − b. */
export function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}
