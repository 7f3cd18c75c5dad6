import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'

/**
 * Writes files into a folder, which is made where it is missing. Nothing that is there is touched: where one of the files
 * stands already, none is written.
 * @throws AssayError file-stands-already
 */
export function writeNewFiles(folder: string, files: readonly { path: string; text: string }[]): void {
  const taken = files.find(({ path }) => existsSync(join(folder, path)))
  if (taken) throw new AssayError('file-stands-already', { file: join(folder, taken.path) })
  mkdirSync(folder, { recursive: true })
  for (const { path, text } of files) writeFileSync(join(folder, path), text, { flag: 'wx' })
}
