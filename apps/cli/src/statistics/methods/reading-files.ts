import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { Reading } from '@assay/statistics/readers'
import type { Columns } from '../tables/columns.ts'

/** Readings of a table in long form: a reader, a modality, a case, its truth and the rating a row. */
export function readingsOfTable(columns: Columns): Reading[] {
  const [readers, modalities, cases] = [columns.text('reader'), columns.text('modality'), columns.text('case')]
  const [truth, ratings] = [columns.binary('truth'), columns.number('rating')]
  const patients = columns.has('patient') ? columns.text('patient') : undefined
  return readers.flatMap((reader, row) => {
    const rating = ratings[row]!
    // An empty rating is a reading that is missing: what that means is the study's rule.
    if (Number.isNaN(rating)) return []
    return [
      {
        reader,
        modality: modalities[row]!,
        case: cases[row]!,
        diseased: truth[row] === 1,
        rating,
        ...(patients ? { patient: patients[row]! } : {}),
      },
    ]
  })
}

/** Whether a file is iMRMC's own form, by its name. */
export function isImrmc(path: string): boolean {
  return /\.imrmc$/i.test(path)
}

/**
 * Readings of iMRMC's own input file: after the line `BEGIN DATA:` lines of reader, case, modality and score; those of the reader −1 give the truth of
 * a case, 0 or 1. White space within names does not count.
 * @throws AssayError `table-missing`, `table-refused`, `table-value-invalid`
 * Source: the iMRMC user manual (DIDSR, U.S. FDA).
 */
export function readingsOfImrmc(path: string, standing: string): Reading[] {
  const file = basename(path)
  const lines = readText(resolve(standing, path), file).split(/\r?\n/)
  const begin = lines.findIndex((line) => /^\s*BEGIN DATA/i.test(line))
  if (begin < 0) throw new AssayError('table-refused', { file, what: 'imrmc-no-data' })
  const truth = new Map<string, boolean>()
  const scores: { line: number; reader: string; name: string; modality: string; score: number }[] = []
  for (const [index, text] of lines.entries()) {
    if (index <= begin || text.trim() === '') continue
    const line = index + 1
    const fields = text.split(',').map((field) => field.replace(/\s+/g, ''))
    const [reader = '', name = '', modality = '', value = ''] = fields
    const score = Number(value)
    if (fields.length !== 4 || reader === '' || name === '' || value === '' || !Number.isFinite(score))
      throw new AssayError('table-value-invalid', { file, line, column: '4', what: 'imrmc-line' })
    if (reader !== '-1') scores.push({ line, reader, name, modality, score })
    else if (score === 0 || score === 1) truth.set(name, score === 1)
    else throw new AssayError('table-value-invalid', { file, line, column: '4', what: 'value-binary' })
  }
  return scores.map(({ line, reader, name, modality, score }) => {
    const diseased = truth.get(name)
    if (diseased === undefined)
      throw new AssayError('table-value-invalid', { file, line, column: '2', what: 'imrmc-no-truth' })
    return { reader, modality, case: name, diseased, rating: score }
  })
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new AssayError('table-missing', { file, reason: code })
  }
}
