import { AssayError } from '@assay/contracts'
import { type ImageDecoders, readSeries, readVolume, sniffFormat, type Volume } from '@assay/formats'
import type { CaseFile } from './category.ts'

/** A case is shown to the device, checked and scored: its volume is decoded once. */
const decoded = new WeakMap<readonly CaseFile[], Promise<Volume>>()

/**
 * The volume of a case: of one file that holds it, or of the objects of a DICOM series.
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable, dicom-unsupported
 */
export function volumeOfCase(files: readonly CaseFile[], decoders: ImageDecoders): Promise<Volume> {
  const known = decoded.get(files) ?? decode(files, decoders)
  decoded.set(files, known)
  return known
}

/** The images of a case, where they are objects of DICOM. */
export function dicomOfCase(files: readonly CaseFile[]): Uint8Array[] | undefined {
  const images = imagesOf(files)
  return areDicom(images) ? images.map(({ bytes }) => bytes) : undefined
}

function imagesOf(files: readonly CaseFile[]): CaseFile[] {
  return files.filter(({ role }) => role === 'image')
}

function areDicom([first]: readonly CaseFile[]): boolean {
  return first !== undefined && sniffFormat(first.bytes) === 'dicom'
}

async function decode(files: readonly CaseFile[], { decoding }: ImageDecoders): Promise<Volume> {
  const images = imagesOf(files)
  const [first] = images
  if (!first) throw new AssayError('image-unreadable', { where: 'image', what: 'the file is missing' })
  if (!areDicom(images)) return readVolume(first.bytes, first.name)
  const forms = await readSeries(
    images.map(({ name, bytes }) => ({ where: name, bytes: async () => bytes })),
    decoding,
  )
  const [form, ...others] = forms
  if (form?.kind === 'volume' && others.length === 0) return form.volume
  const what = form?.kind === 'volume' ? `${forms.length} stacks of slices in one series` : 'slices that are no volume'
  throw new AssayError('image-unsupported', { where: first.name, what })
}
