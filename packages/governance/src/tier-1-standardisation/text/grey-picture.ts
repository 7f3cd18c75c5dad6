/** A grey picture; rows from the top. */
export interface GreyPicture {
  readonly width: number
  readonly height: number
  /** 0 for the darkest and 1 for the brightest value of the picture. */
  readonly values: Float32Array
}
