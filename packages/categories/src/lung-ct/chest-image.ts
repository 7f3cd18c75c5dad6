import { type ImageDecoders, type Volume, writeSlices } from '@assay/formats'
import type { CaseFile } from '../category.ts'
import { dicomOfCase, volumeOfCase } from '../volume-of-case.ts'

/**
 * The chest of a case in Hounsfield units: of one file that holds a volume, or of the objects of a DICOM series.
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable, dicom-unsupported
 */
export async function chestOf(files: readonly CaseFile[], decoders: ImageDecoders): Promise<Volume> {
  return wholeUnits(await volumeOfCase(files, decoders))
}

/** The objects of a case: as they were taken in, or made of its volume, with UIDs that stand for nothing. */
export async function chestObjects(files: readonly CaseFile[], decoders: ImageDecoders): Promise<Uint8Array[]> {
  return dicomOfCase(files) ?? writeSlices(await chestOf(files, decoders), 'CT', uids)
}

/** The UIDs are the sender's to replace. */
const uids = { study: '2.25.1', series: '2.25.2', instance: '2.25.3' }

/** Devices expect 16 bits, and half a Hounsfield unit is below all noise. What 16 bits do not hold stays as it is. */
function wholeUnits(volume: Volume): Volume {
  const { values } = volume
  if (values instanceof Int16Array) return volume
  const fits = values.every((value) => value >= -(2 ** 15) && value < 2 ** 15 - 1)
  return fits ? { ...volume, values: Int16Array.from(values, Math.round) } : volume
}
