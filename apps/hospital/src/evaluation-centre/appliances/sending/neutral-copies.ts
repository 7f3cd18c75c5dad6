import { createHmac } from 'node:crypto'
import { freshCopies, readDataset, text } from '@assay/formats'

/** An object as an appliance is sent it: a file of DICOM PS3.10, and what is negotiated for it. */
export interface SentObject {
  readonly bytes: Buffer
  readonly sopClass: string
  readonly sopInstance: string
  readonly series: string
  readonly study: string
  readonly transferSyntax: string
}

/**
 * Copies of a case's objects for one run: UIDs, name and number of the patient are made with the run's secret and the case, so that the
 * same run makes the same copies again, and nobody without the secret can tell which case it is, or that two are one patient's. Dates are
 * empty, or stand for nothing. Pixels and samples are the stored bytes.
 * @throws AssayError dicom-unreadable, deidentification-refused
 */
export function neutralCopies(
  objects: readonly Uint8Array[],
  { secret, caseId }: { secret: string; caseId: string },
): SentObject[] {
  const key = createHmac('sha256', Buffer.from(secret, 'hex')).update(caseId).digest()
  const copies = freshCopies(objects, key).map(describe)
  // Objects go in an order that the new UIDs give, not in that of their making.
  return copies.sort((a, b) => (a.sopInstance < b.sopInstance ? -1 : 1))
}

function describe(bytes: Buffer): SentObject {
  const dataset = readDataset(bytes, 'case', { pixels: 'skip' })
  const uid = (tag: string) => text(dataset, tag) ?? ''
  return {
    bytes,
    sopClass: uid('00080016'),
    sopInstance: uid('00080018'),
    series: uid('0020000E'),
    study: uid('0020000D'),
    transferSyntax: uid('00020010'),
  }
}

/** Every UID that a case is known by. */
export function uidsOf(objects: readonly SentObject[]): string[] {
  return [...new Set(objects.flatMap(({ sopInstance, series, study }) => [sopInstance, series, study]))]
}
