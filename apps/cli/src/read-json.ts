import { readFileSync } from 'node:fs'
import { AssayError } from '@assay/contracts'

/** The content of a JSON file. @throws AssayError input-invalid with the file and what is wrong */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new AssayError('input-invalid', { where: file, what: (error as Error).message })
  }
}
