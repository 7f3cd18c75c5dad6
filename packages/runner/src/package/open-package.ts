import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AssayError, type DeviceManifest } from '@assay/contracts'
import { makeFolder } from '../folders/make-folder.ts'
import { type PackageEntry, readEntries } from './package-entries.ts'
import { manifestOf } from './read-package.ts'

/** An unpacked device package, ready to run. */
export interface OpenedPackage {
  /** SHA-256 of the archive. */
  digest: string
  folder: string
  manifest: DeviceManifest
}

/**
 * Unpacks a device package below a folder, unless it is there whole, and gives its manifest. A part of it is never to be
 * seen under its final name.
 * @throws AssayError device-digest-mismatch, device-package-invalid
 */
export async function openPackage(archive: Uint8Array, digest: string, directory: string): Promise<OpenedPackage> {
  if (createHash('sha256').update(archive).digest('hex') !== digest) throw new AssayError('device-digest-mismatch')
  const entries = await readEntries(archive)
  const manifest = manifestOf(entries)
  const folder = join(directory, digest)
  if (!isWhole(folder, entries)) {
    makeFolder(directory)
    const unfinished = mkdtempSync(join(directory, 'unfinished-'))
    try {
      unpack(join(unfinished, 'package'), entries)
      if (existsSync(folder)) renameSync(folder, join(unfinished, 'damaged'))
      renameSync(join(unfinished, 'package'), folder)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
  return { digest, folder, manifest }
}

/** Something may have been taken away since: what lies in a temporary folder for long is cleared by some systems. */
function isWhole(folder: string, entries: readonly PackageEntry[]): boolean {
  try {
    return entries.every(({ path, bytes }) => readFileSync(join(folder, path)).equals(bytes))
  } catch {
    return false
  }
}

function unpack(folder: string, entries: readonly PackageEntry[]): void {
  makeFolder(folder)
  for (const { path, bytes, isExecutable } of entries) {
    makeFolder(dirname(join(folder, path)))
    writeFileSync(join(folder, path), bytes)
    chmodSync(join(folder, path), isExecutable ? 0o555 : 0o444)
  }
}
