import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type CaseFile, findTask, generateHospital } from '@assay/categories'
import { type Annotation, readAnnotations, startImageDecoders } from '@assay/formats'

/** Where real records lie on the project's machines. Not part of the project. */
const shared = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const realRecords = join(shared, 'ecg/mitdb')

/** Whether the real records are there. */
export const hasRealRecords = existsSync(join(realRecords, '100.hea'))

/** Fills a folder with records of a model, of so many patients. */
export function writeRecords(folder: string, seed: number, patients: number): void {
  mkdirSync(folder, { recursive: true })
  for (const { name, bytes } of generateHospital(seed, patients)) writeFileSync(join(folder, name), bytes)
}

/** Fills a folder with real records of the MIT-BIH Arrhythmia Database, each a patient of its own. */
export function copyRealRecords(folder: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  for (const name of names)
    for (const extension of ['hea', 'dat', 'atr'])
      writeFileSync(join(folder, `${name}.${extension}`), readFileSync(join(realRecords, `${name}.${extension}`)))
  writeFileSync(join(folder, 'patients.tsv'), names.map((name) => `${name}\tp${name}\n`).join(''))
}

/** Names of the records in a folder. */
export function recordsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.hea'))
    .map((name) => name.slice(0, -4))
    .sort()
}

/** The reference annotations of a record. */
export function referenceOf(folder: string, record: string): Annotation[] {
  return readAnnotations(readFileSync(join(folder, `${record}.atr`)), `${record}.atr`)
}

/** The signal file that a device is shown for a record. */
export async function shownSignal(folder: string, record: string): Promise<Uint8Array> {
  const file = (extension: string, role: CaseFile['role']): CaseFile => ({
    name: `${record}.${extension}`,
    role,
    bytes: readFileSync(join(folder, `${record}.${extension}`)),
  })
  const files = [file('hea', 'signal-header'), file('dat', 'signal'), file('atr', 'reference')]
  const shown = await findTask('ecg', 'beat-classification')!.inputFiles(files, startImageDecoders())
  return shown.find(({ path }) => path.endsWith('.dat'))!.bytes
}

/** Beats of a folder's records that count: all but those of the first five minutes. Generated records have 250 Hz. */
export function beatsToFind(folder: string): number {
  const beats = recordsIn(folder).flatMap((record) => referenceOf(folder, record).filter(({ code }) => code !== '+'))
  return beats.filter(({ sample }) => sample >= 300 * 250).length
}
