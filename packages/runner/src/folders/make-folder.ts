import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder with those above it that are missing, each with the permissions given, whatever the node's own mask of
 * permissions is: the device's user is another than the node's.
 */
export function makeFolder(path: string, mode = 0o755): void {
  const topmost = mkdirSync(path, { recursive: true })
  if (topmost === undefined) return
  for (let made = path; ; made = dirname(made)) {
    chmodSync(made, mode)
    if (made === topmost) return
  }
}
