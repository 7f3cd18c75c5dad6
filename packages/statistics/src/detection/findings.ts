/** A point or an extent in space, millimetres (or pixels in a plane, with z = 0). */
export type Place = readonly [x: number, y: number, z: number]

/** An axis-parallel box: its corners, lower first. */
export interface Box {
  readonly from: Place
  readonly to: Place
}

/** A lesion of the reference. Its region is its box where it has one, else the ball about its centre. */
export interface Lesion {
  readonly id: string
  readonly centre: Place
  /** Millimetres, above 0. */
  readonly diameter: number
  readonly box?: Box
  /** Of the lesions of a case, for weighted AFROC; the same for all where there is none. */
  readonly weight?: number
  /** A finding that is neither to be hit nor to be missed: a mark on it counts for nothing. */
  readonly irrelevant?: boolean
}

/** A mark of the device: where, and how sure. */
export interface Mark {
  readonly centre: Place
  readonly score: number
  readonly box?: Box
}

/** A scan with its reference and the device's marks; none where the output failed. */
export interface DetectionCase {
  readonly case: string
  readonly patient: string
  readonly lesions: readonly Lesion[]
  readonly marks: readonly Mark[]
  readonly failed?: boolean
}
