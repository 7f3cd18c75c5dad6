import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GeneratedCase } from '@assay/categories'
import { findTask } from '@assay/categories'
import { z } from 'zod'

/** A photograph of a folder that a test fills, as the device is asked about it. */
export interface FundusCase {
  readonly given: GeneratedCase
  readonly grade: number | null
}

const reference = z.object({ grade: z.number().nullable() })

/** Fills an intake folder with generated photographs, two eyes a patient, and what a reading centre says of each. */
export function writeFundusFolder(folder: string, seed: number, patients: number): FundusCase[] {
  const task = findTask('ophthalmology', 'referable-retinopathy')!
  const cases = Array.from({ length: 2 * patients }, (_, index) => {
    const given = task.generateCase(seed, index)
    const said = given.files.find(({ role }) => role === 'reference')!
    return { given, grade: reference.parse(JSON.parse(Buffer.from(said.bytes).toString())).grade }
  })
  const lines = cases.map(({ given, grade }, index) => {
    const [patient, eye] = [`s${seed}-p${(index >> 1) + 1}`, index % 2 === 0 ? 'right' : 'left']
    mkdirSync(join(folder, patient), { recursive: true })
    writeFileSync(join(folder, patient, `${eye}.png`), given.files.find(({ role }) => role === 'image')!.bytes)
    return `${patient}/${eye}.png\t${grade ?? ''}\t${grade === null ? 'no' : 'yes'}\n`
  })
  writeFileSync(join(folder, 'reference.tsv'), `image\tgrade\tgradable\n${lines.join('')}`)
  const rows = Array.from({ length: patients }, (_, i) => `s${seed}-p${i + 1}\ts${seed}-p${i + 1}\n`)
  writeFileSync(join(folder, 'patients.tsv'), rows.join(''))
  return cases
}
