import type { SeriesForm } from '../dicom/forms/read-series.ts'
import type { Volume, VolumeValues } from '../images/volume.ts'

/** An image of two dimensions that a device left, of whatever numbers: rows from the top, pixels from the left, channels of a pixel side by side. */
export interface Picture {
  /** Pixels a row, and rows. */
  readonly width: number
  readonly height: number
  /** One value a pixel, or red, green and blue. */
  readonly channels: 1 | 3
  /** `width × height × channels` values. */
  readonly values: VolumeValues
  /** Distances of rows and of columns, millimetres, where the file says them. */
  readonly pixelSpacing?: readonly [rows: number, columns: number] | undefined
}

/** Kinds of the device contract whose outputs are images in a folder. */
export const imageOutputKinds = ['Image', 'Segmentation', 'Heat Map', 'DICOM Image Set'] as const
export type ImageOutputKind = (typeof imageOutputKinds)[number]

/** What a device's image is in memory. */
export type ImageOutput =
  | { readonly kind: 'volume'; readonly volume: Volume }
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'series'; readonly forms: readonly SeriesForm[] }

/** More than any answer needs: 512 × 512 × 1,024 values. A file that announces more is refused before a value is unpacked. */
export const mostOutputValues = 2 ** 28

/** Bytes that these values may take in memory, and that the files of an output may have. */
export const mostOutputBytes = 2 ** 29

/** Files of a DICOM Image Set. */
export const mostOutputFiles = 4096

/** Labels of a segmentation: more structures than anybody marks. */
export const mostLabel = 65_535
