import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { AssayError } from '@assay/contracts'

/**
 * Patients of records or cases, as intake has them: name, tab, patient; a line each, no heading. Those without a line are patients of their own.
 * @throws AssayError `table-missing`, `patients-table-invalid`
 */
export function readPatients(path: string | undefined, standing: string): ReadonlyMap<string, string> {
  if (path === undefined) return new Map()
  const lines = readText(resolve(standing, path)).split(/\r?\n/)
  return new Map(
    lines.flatMap((line, index) => {
      if (line.trim() === '') return []
      const [name = '', patient = ''] = line.split('\t').map((field) => field.trim())
      if (name === '' || patient === '') throw new AssayError('patients-table-invalid', { line: index + 1 })
      return [[name, patient] as const]
    }),
  )
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new AssayError('table-missing', { file: basename(path), reason: code })
  }
}
