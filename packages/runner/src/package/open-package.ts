import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { DeviceManifest } from '@assay/contracts'
import { makeFolder } from '../folders/make-folder.ts'
import { removeFolder } from '../folders/remove-folder.ts'
import type { PackageSource } from './unpack-files.ts'
import { unpackPackage } from './unpack-package.ts'
import type { PackageProcess, UnpackedPackage } from './unpacked-package.ts'
import { writeRoot } from './write-root.ts'

/** An unpacked device package, ready to run. */
export interface OpenedPackage {
  /** SHA-256 of the archive. */
  digest: string
  /** SHA-256 of its image's configuration; undefined for a program. */
  imageDigest: string | undefined
  manifest: DeviceManifest
  /** The root that the device is given, read-only. */
  root: string
  /** Folder of its model; undefined where the package has none. */
  model: string | undefined
  process: PackageProcess
}

type Kept = Omit<OpenedPackage, 'root'> & {
  /** Sizes of what was unpacked, by path. */
  sizes: [path: string, size: number][]
}

/**
 * Unpacks a device package where devices run, unless it is there whole. A part of it is never to be seen under its final
 * name.
 * @param archive read only where it has to be
 * @throws AssayError device-digest-mismatch, device-package-invalid
 */
export async function openPackage(
  { area }: { area: string },
  archive: PackageSource,
  digest: string,
): Promise<OpenedPackage> {
  const directory = join(area, 'packages')
  const folder = join(directory, digest)
  const found = whole(folder)
  if (found) return found
  makeFolder(directory, 0o711)
  const unfinished = mkdtempSync(join(directory, 'unfinished-'))
  try {
    const unpacked = await unpackPackage(archive, unfinished, { digest, isKept: true })
    writePackage(area, digest, unpacked, unfinished)
    if (existsSync(folder)) renameSync(folder, join(unfinished, 'damaged'))
    renameSync(join(unfinished, 'package'), folder)
  } catch (error) {
    const already = whole(folder) // Somebody else's was faster.
    if (already && (error as NodeJS.ErrnoException).code === 'ENOTEMPTY') return already
    throw error
  } finally {
    removeFolder(unfinished)
  }
  return whole(folder)!
}

function writePackage(area: string, digest: string, unpacked: UnpackedPackage, unfinished: string): void {
  const { manifest, imageDigest, process, tree, model } = unpacked
  const made = join(unfinished, 'package')
  makeFolder(made)
  writeRoot(area, tree, join(made, 'root'), imageDigest === undefined ? 'program' : 'image')
  for (const { path } of model) {
    makeFolder(dirname(join(made, path)))
    renameSync(join(unfinished, 'files', path), join(made, path))
    chmodSync(join(made, path), 0o444)
  }
  const kept: Kept = {
    digest,
    imageDigest,
    manifest,
    process,
    model: model.length > 0 ? 'model' : undefined,
    sizes: [...sizesBelow(made)],
  }
  writeFileSync(join(made, 'opened.json'), JSON.stringify(kept), { mode: 0o600 })
}

/** Something may have been taken away since: what lies in a temporary folder for long is cleared by some systems. */
function whole(folder: string): OpenedPackage | undefined {
  try {
    const { sizes, model, ...kept }: Kept = JSON.parse(readFileSync(join(folder, 'opened.json'), 'utf8'))
    if (!sizes.every(([path, size]) => lstatSync(join(folder, path)).size === size)) return undefined
    return { ...kept, root: join(folder, 'root'), model: model && join(folder, model) } as OpenedPackage
  } catch {
    return undefined
  }
}

function* sizesBelow(folder: string, below = ''): Generator<[string, number]> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = join(below, entry.name)
    if (entry.isDirectory()) yield* sizesBelow(folder, path)
    else yield [path, lstatSync(join(folder, path)).size]
  }
}
