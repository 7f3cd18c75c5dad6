import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AssayError, type DeviceManifest } from '@assay/contracts'
import { readEntries } from './package-entries.ts'
import { manifestOf } from './read-package.ts'

/** An unpacked device package, ready to run. */
export interface OpenedPackage {
  /** SHA-256 of the archive. */
  digest: string
  folder: string
  manifest: DeviceManifest
}

/**
 * Unpacks a device package below a folder, unless it is there, and gives its manifest. What is there was unpacked whole.
 * @throws AssayError device-digest-mismatch, device-package-invalid
 */
export async function openPackage(archive: Uint8Array, digest: string, directory: string): Promise<OpenedPackage> {
  if (createHash('sha256').update(archive).digest('hex') !== digest) throw new AssayError('device-digest-mismatch')
  const entries = await readEntries(archive)
  const manifest = manifestOf(entries)
  const folder = join(directory, digest)
  if (existsSync(folder)) return { digest, folder, manifest }
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const unfinished = mkdtempSync(join(directory, 'unfinished-'))
  const whole = join(unfinished, 'package')
  mkdirSync(whole, { mode: 0o755 })
  for (const { path, bytes, isExecutable } of entries) {
    mkdirSync(dirname(join(whole, path)), { recursive: true, mode: 0o755 })
    writeFileSync(join(whole, path), bytes, { mode: isExecutable ? 0o555 : 0o444 })
  }
  renameSync(whole, folder)
  rmSync(unfinished, { recursive: true, force: true })
  return { digest, folder, manifest }
}
