import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceManifest } from '@assay/contracts'
import { removeFolder } from '../folders/remove-folder.ts'
import type { PackageSource } from './unpack-files.ts'
import { unpackPackage } from './unpack-package.ts'

/**
 * The manifest of a device package, after the whole package was checked, its image with all layers too.
 * @param archive a tar archive with `device.json` at its top
 * @throws AssayError device-package-invalid (`where`, `what`)
 */
export async function readPackage(archive: PackageSource): Promise<DeviceManifest> {
  const work = mkdtempSync(join(tmpdir(), 'assay-package-'))
  try {
    return (await unpackPackage(archive, work, { isKept: false })).manifest
  } finally {
    removeFolder(work)
  }
}
