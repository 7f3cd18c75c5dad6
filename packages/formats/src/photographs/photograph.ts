/** A photograph in memory: rows from the top, pixels from the left, channels of a pixel side by side. */
export interface Photograph {
  /** Pixels a row, and rows. */
  readonly width: number
  readonly height: number
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3
  /** Bits that a value may use: values lie in 0 … 2 ** bitsStored − 1. */
  readonly bitsStored: number
  /** `width × height × channels` values. */
  readonly values: Uint8Array | Uint16Array
  /** Distances of rows and of columns, millimetres, where a device measured them; never a printer's resolution. */
  readonly pixelSpacing?: readonly [rows: number, columns: number] | undefined
}
