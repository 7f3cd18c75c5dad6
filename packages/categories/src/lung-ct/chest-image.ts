import { AssayError } from '@assay/contracts'
import { type ImageDecoders, readSeries, readVolume, sniffFormat, type Volume, writeSlices } from '@assay/formats'
import type { CaseFile } from '../category.ts'

/**
 * The chest of a case in Hounsfield units: of one file that holds a volume, or of the objects of a DICOM series.
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable, dicom-unsupported
 */
export async function chestOf(files: readonly CaseFile[], { decoding }: ImageDecoders): Promise<Volume> {
  const images = files.filter(({ role }) => role === 'image')
  const [first] = images
  if (!first) throw new AssayError('image-unreadable', { where: 'image', what: 'the file is missing' })
  if (!areDicom(images)) return wholeUnits(readVolume(first.bytes, first.name))
  const forms = await readSeries(
    images.map(({ name, bytes }) => ({ where: name, bytes: async () => bytes })),
    decoding,
  )
  const [form, ...others] = forms
  if (form?.kind === 'volume' && others.length === 0) return wholeUnits(form.volume)
  const what = form?.kind === 'volume' ? `${forms.length} stacks of slices in one series` : 'slices that are no volume'
  throw new AssayError('image-unsupported', { where: first.name, what })
}

/** The objects of a case: as they were taken in, or made of its volume, with UIDs that stand for nothing. */
export async function chestObjects(files: readonly CaseFile[], decoders: ImageDecoders): Promise<Uint8Array[]> {
  const images = files.filter(({ role }) => role === 'image')
  return areDicom(images) ? images.map(({ bytes }) => bytes) : writeSlices(await chestOf(files, decoders), 'CT', uids)
}

/** The UIDs are the sender's to replace. */
const uids = { study: '2.25.1', series: '2.25.2', instance: '2.25.3' }

function areDicom([first]: readonly CaseFile[]): boolean {
  return first !== undefined && sniffFormat(first.bytes) === 'dicom'
}

/** Devices expect 16 bits, and half a Hounsfield unit is below all noise. What 16 bits do not hold stays as it is. */
function wholeUnits(volume: Volume): Volume {
  const { values } = volume
  if (values instanceof Int16Array) return volume
  const fits = values.every((value) => value >= -(2 ** 15) && value < 2 ** 15 - 1)
  return fits ? { ...volume, values: Int16Array.from(values, Math.round) } : volume
}
