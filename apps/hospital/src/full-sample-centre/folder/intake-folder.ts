import { realpathSync, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { AssayError } from '@assay/contracts'

/**
 * The folder of an intake, below the node's intake folder, links followed. Throws `intake-folder-invalid` for one that
 * lies elsewhere or is not there.
 */
export function intakeFolder(root: string, folder: string): string {
  const invalid = () => new AssayError('intake-folder-invalid', { folder })
  try {
    const base = realpathSync(root)
    const found = realpathSync(resolve(join(base, folder)))
    const isBelow = found === base || found.startsWith(`${base}${sep}`)
    if (!isBelow || !statSync(found).isDirectory()) throw invalid()
    return found
  } catch {
    throw invalid()
  }
}
