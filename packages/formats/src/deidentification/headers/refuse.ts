import { AssayError } from '@assay/contracts'

/** Makes the error for a file that can't be cleaned. */
export type Refuse = (what: string) => AssayError

/** What makes the refusal of one file: `deidentification-refused`, with the reason. */
export function refusing(where: string): Refuse {
  return (what) => new AssayError('deidentification-refused', { where, what })
}
