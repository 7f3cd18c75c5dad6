import { AssayError } from '@assay/contracts'

/** What is wrong with a value or an image that a device left; its words are among the faults of `packages/messages`. */
export type OutputFault =
  | 'output-no-file'
  | 'output-not-json'
  | 'json-too-large'
  | 'json-too-deep'
  | 'json-not-of-kind'
  | 'image-no-folder'
  | 'image-no-file'
  | 'image-several'
  | 'image-files'
  | 'image-form'
  | 'image-damaged'
  | 'image-larger-than-allowed'
  | 'image-bytes-short'
  | 'image-unpacks-to-more'
  | 'image-type'
  | 'image-several-pages'
  | 'image-dimensions'
  | 'image-channels'
  | 'image-palette'
  | 'label-not-whole'
  | 'value-not-finite'

/** A refusal of an image, with what the words need. It holds nothing of the case. */
export class OutputRefusal extends Error {
  readonly fault: OutputFault
  readonly detail: string

  constructor(fault: OutputFault, detail = '') {
    super(fault)
    this.fault = fault
    this.detail = detail
  }
}

/** A refusal as an error of the device's. @param where the output's slug */
export function outputInvalid(where: string, what: OutputFault, detail = ''): AssayError {
  return new AssayError('output-invalid', { where, what, detail })
}
