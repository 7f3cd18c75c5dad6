import type { DeidentificationOptions } from '@assay/contracts'
import { defaultDeidentification } from './default-options.ts'
import { deidentifier } from './deidentifier.ts'
import { pseudonymiser } from './pseudonyms.ts'

/** As the node's own, but no date stays: not even shifted ones tell a case again. Identity of scanners goes, too. */
const options: DeidentificationOptions = {
  ...defaultDeidentification,
  options: defaultDeidentification.options.filter((one) => one !== 'modifiedDates' && one !== 'device'),
}

/**
 * Copies of the DICOM objects of a case to show: UIDs, name and number of the patient are made with the key, so that the same key makes the
 * same copies again, and nobody without it can tell which case it is, or that two are one patient's. Dates are empty, or stand for nothing.
 * Pixels and samples are the given bytes.
 * @param key 32 bytes, of one case and one time that it is shown
 * @throws AssayError dicom-unreadable, deidentification-refused
 */
export function freshCopies(objects: readonly Uint8Array[], key: Uint8Array): Buffer[] {
  const deidentify = deidentifier(options, pseudonymiser(key))
  return objects.map((object) => deidentify(object, { where: 'case' }).bytes)
}
