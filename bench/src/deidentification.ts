import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writevSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultDeidentification, deidentifier, pseudonymiser } from '@assay/formats'
import { type Measured, secondsOf } from './measured.ts'
import { runPeer } from './peer.ts'

const slices = 400
const python = '/usr/bin/python3'

/**
 * Parsing and rewriting of CT slices of 512 × 512 with the headers of a real scanner's, in memory and from file to file, beside pydicom,
 * which removes or replaces the same attributes and saves.
 */
export function measureDeidentification(): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-deidentification-'))
  try {
    const [before, ours, theirs] = ['before', 'ours', 'theirs'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    for (const made of [before, ours, theirs]) mkdirSync(made)
    if (!runPeer(python, ['make-ct-slices.py', before, String(slices)]))
      throw new Error('the slices are made by pydicom')
    const names = readdirSync(before)
    const deidentify = deidentifier(defaultDeidentification, pseudonymiser(Buffer.alloc(32, 1)))
    const files = names.map((name) => readFileSync(join(before, name)))
    const inMemory = secondsOf(() => {
      for (const bytes of files) deidentify(bytes, { where: 'slice' })
    }, 3)
    const onDisk = secondsOf(() => {
      for (const name of names) {
        const { pieces } = deidentify(readFileSync(join(before, name)), { where: 'slice' })
        const file = openSync(join(ours, name), 'w')
        writevSync(file, pieces as Uint8Array[])
        closeSync(file)
      }
    }, 3)
    const peer = runPeer(python, ['deidentify-pydicom.py', before, theirs])
    return {
      'CT slices parsed and rewritten in memory, a second (aim 1000)': slices / inMemory,
      'CT slices read, parsed, rewritten and written, a second': slices / onDisk,
      ...(peer
        ? {
            'CT slices read, parsed, rewritten and written by pydicom, a second': slices / peer.seconds,
            'times faster than pydicom, file to file': peer.seconds / onDisk,
          }
        : {}),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
