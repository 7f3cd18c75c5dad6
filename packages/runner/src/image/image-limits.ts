const gibibyte = 2 ** 30

/** How much an image may be. */
export interface ImageLimits {
  /** Members of the archive, and names in all layers together. */
  entries: number
  layers: number
  /** One file of a layer, and all of them. */
  fileBytes: number
  unpackedBytes: number
  /** A layer may unpack to this many times its size, once it is beyond `ratioFromBytes`. */
  ratio: number
  ratioFromBytes: number
}

/** Models of tens of gigabytes go through; a bomb does not. */
export const imageLimits: ImageLimits = {
  entries: 500_000,
  layers: 256,
  fileBytes: 16 * gibibyte,
  unpackedBytes: 32 * gibibyte,
  ratio: 200,
  ratioFromBytes: 64 * 2 ** 20,
}
