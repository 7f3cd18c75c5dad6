import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseFile, type CategoryTask, findTask, type GeneratedCase } from '@assay/categories'
import { packPackage } from '@assay/runner'

const seed = 7
/** Generated records come in five shapes by turns; each fifth is of a minute, 250 Hz, two leads: 45 kB. */
const shapes = 5

/** Finding beats in generated records of a minute. */
export const task = findTask('ecg', 'beat-classification') as CategoryTask

/** The files of a generated case, as intake and device know them. */
export function filesOf(index: number): readonly CaseFile[] {
  return generate(index).files
}

function generate(index: number): GeneratedCase {
  return task.generateCase(seed, shapes * index)
}

/** Fills an intake folder with so many cases, each of a patient of its own. */
export function writeCases(folder: string, cases: number): void {
  mkdirSync(folder, { recursive: true })
  const lines: string[] = []
  for (let index = 0; index < cases; index += 1) {
    const { name, patient, files } = generate(index)
    for (const file of files) writeFileSync(join(folder, file.name), file.bytes)
    lines.push(`${name}\t${patient}\n`)
  }
  writeFileSync(join(folder, 'patients.tsv'), lines.join(''))
}

/** Reads the signal, and leaves an annotation file of two zero bytes, which says that there is no beat. */
const program = `import fs from 'node:fs'
fs.readFileSync(process.env.INPUT_DIR + '/waveforms/ecg-record/record.dat')
const folder = process.env.OUTPUT_DIR + '/waveforms/beat-annotations'
fs.mkdirSync(folder, { recursive: true })
fs.writeFileSync(folder + '/record.qrs', Buffer.alloc(2))`

/** A device that does next to nothing, with a start for each case. */
export async function packTrivialDevice(folder: string): Promise<Uint8Array> {
  const own = mkdtempSync(join(folder, 'device-'))
  const manifest = {
    schema: 'assay.device/1',
    name: 'Bench ECG',
    version: '1.0',
    vendor: 'Bench',
    category: 'ecg',
    task: task.id,
    intendedUse: 'Finds nothing.',
    program: { interpreter: 'node', file: 'main.mjs' },
    cases: 'one-per-start',
    inputs: task.inputs,
    outputs: task.outputs,
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 512, processes: 8, outputMiB: 1, outputFiles: 10 },
  }
  writeFileSync(join(own, 'device.json'), JSON.stringify(manifest))
  writeFileSync(join(own, 'main.mjs'), program)
  try {
    return await packPackage(own)
  } finally {
    rmSync(own, { recursive: true })
  }
}
