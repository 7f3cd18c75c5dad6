/** Millimetres in the patient, left–posterior–superior, as DICOM and LUNA16 have them. */
export type Point = readonly [x: number, y: number, z: number]

/** A finding of the reference standard of a chest CT. */
export interface Nodule {
  readonly centre: Point
  /** Millimetres; undefined for an irrelevant finding that nobody measured. */
  readonly diameter: number | undefined
  /** Neither to be hit nor to be missed. */
  readonly isIrrelevant: boolean
}

/** What LUNA16's evaluation program takes for a finding whose diameter is not known, millimetres. */
export const unmeasuredDiameter = 10

/** A diameter that no nodule has: a lung mass may fill a lung. */
export const mostDiameter = 200
