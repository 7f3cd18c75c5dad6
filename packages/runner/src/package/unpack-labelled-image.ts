import { createHash } from 'node:crypto'
import { AssayError } from '@assay/contracts'
import { invalid } from '../image/file-tree.ts'
import { readImage } from '../image/read-image.ts'
import { readTar } from '../image/read-tar.ts'
import { checkManifest, parseJson } from './parse-manifest.ts'
import { hashed, type PackageSource } from './unpack-files.ts'
import type { UnpackedPackage } from './unpacked-package.ts'

/** The label of an image that carries its device manifest, as JSON, with no `program`. */
const manifestLabel = 'assay.device'

/** Members that only an image archive has at its top. */
const imageMembers = ['oci-layout', 'index.json', 'manifest.json', 'repositories']

/** Whether an archive is an image's (OCI, or of `docker save`) itself and not a package: it has no `device.json`. */
export async function isImageArchive(source: PackageSource): Promise<boolean> {
  let isImage = false
  for await (const { header, content } of readTar(hashed(source, createHash('sha256')), 'archive')) {
    const name = header.name.replace(/^\.\//, '')
    if (name === 'device.json') return false
    isImage ||= imageMembers.includes(name)
    for await (const _ of content);
  }
  return isImage
}

/**
 * Reads an image archive, as hostile, whose label says what device it is: it needs no second file.
 * @throws AssayError device-package-invalid (`label-missing` without the label), device-digest-mismatch
 */
export async function unpackLabelledImage(
  source: PackageSource,
  work: string,
  { digest, isKept }: { digest?: string | undefined; isKept: boolean },
): Promise<UnpackedPackage> {
  const hash = createHash('sha256')
  const bytes = hashed(source, hash)
  const { configDigest, labels, tree, process } = await readImage(bytes, work, { isKept })
  if (digest !== undefined && hash.digest('hex') !== digest) throw new AssayError('device-digest-mismatch')
  const label = labels[manifestLabel]
  if (label === undefined) throw invalid(manifestLabel, 'label-missing')
  const json = parseJson(label, manifestLabel)
  const named = typeof json === 'object' && json !== null ? { ...json, program: { image: 'archive' } } : json
  return { manifest: checkManifest(named, manifestLabel), tree, process, imageDigest: configDigest, model: [] }
}
