import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { packToFile } from '@assay/runner'

/** A package as it lies: its hash, its size, and its bytes as often as they are asked for. */
export interface PackageAt {
  digest: string
  bytes: number
  source: () => AsyncIterable<Uint8Array>
}

/**
 * The package of a path: an archive as it is, a folder packed first.
 * @param area a folder for the packed archive
 * @throws AssayError device-package-invalid
 */
export async function readPackageAt(path: string, area: string): Promise<PackageAt> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw new AssayError('device-package-invalid', { where: path, what: 'folder-missing' })
  const file = stat.isDirectory() ? join(area, 'packed.tar') : path
  const source = () => createReadStream(file)
  if (stat.isDirectory()) {
    const { digest, bytes } = await packToFile(path, file)
    return { digest, bytes, source }
  }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of source() as AsyncIterable<Uint8Array>) {
    hash.update(piece)
    bytes += piece.length
  }
  return { digest: hash.digest('hex'), bytes, source }
}
