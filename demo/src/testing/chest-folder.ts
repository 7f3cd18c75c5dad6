import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseFile, findTask } from '@assay/categories'

const task = findTask('lung-ct', 'nodule-detection')!

/** Fills an intake folder with chests of nobody, their nodules in tables beside them. Gives the cases' files. */
export function writeChestFolder(folder: string, seed: number, indices: readonly number[]): (readonly CaseFile[])[] {
  mkdirSync(folder, { recursive: true })
  const cases = indices.map((index) => task.generateCase(seed, index))
  for (const { files } of cases) for (const file of files) writeFileSync(join(folder, file.name), file.bytes)
  const patients = cases.map(({ name }, index) => `${name}.mha\tp${seed}-${index}\n`)
  const references = cases.map(({ name }) => `${name}.mha\t${name}.csv\n`)
  writeFileSync(join(folder, 'patients.tsv'), patients.join(''))
  writeFileSync(join(folder, 'reference.tsv'), `image\tfile\n${references.join('')}`)
  return cases.map(({ files }) => files)
}
