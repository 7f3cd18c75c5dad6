import { AssayError } from '@assay/contracts'
import { type ImageDecoders, type Photograph, readSeries, sniffFormat } from '@assay/formats'
import type { CaseFile } from '../category.ts'

/** A case is shown to the device, checked and scored: its photograph is decoded once. */
const decoded = new WeakMap<readonly CaseFile[], Promise<Photograph>>()

/**
 * The photograph of a case, decoded in a process that may die.
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable, dicom-unsupported
 */
export function photographOfCase(files: readonly CaseFile[], decoders: ImageDecoders): Promise<Photograph> {
  const known = decoded.get(files) ?? decode(files, decoders)
  decoded.set(files, known)
  return known
}

/** The image of a case. @throws AssayError image-unreadable where it is missing */
export function imageOf(files: readonly CaseFile[]): CaseFile {
  const image = files.find(({ role }) => role === 'image')
  if (!image) throw new AssayError('image-unreadable', { where: 'image', what: 'the file is missing' })
  return image
}

async function decode(files: readonly CaseFile[], { decoding, photographs }: ImageDecoders): Promise<Photograph> {
  const { name: where, bytes } = imageOf(files)
  if (sniffFormat(bytes) !== 'dicom') return photographs.read(bytes, where)
  const [form] = await readSeries([{ where, bytes: async () => bytes }], decoding)
  if (form?.kind !== 'photograph') throw new AssayError('dicom-unsupported', { where, what: 'no photograph' })
  return form.photograph
}
