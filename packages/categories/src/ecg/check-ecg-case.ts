import { basename, dirname, join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { type Annotation, readAnnotations, readRecord, type Waveform } from '@assay/formats'
import { beatClassOf } from '@assay/statistics'
import type { CaseFile } from '../category.ts'

/** The one file of a role. @throws AssayError record-unreadable where it is missing */
function fileOf(files: readonly CaseFile[], role: CaseFile['role']): CaseFile {
  const found = files.find((file) => file.role === role)
  if (!found) throw new AssayError('record-unreadable', { where: role, what: 'the file is missing' })
  return found
}

/** A case is shown to the device, its output read and scored: its signal is decoded once. */
const decoded = new WeakMap<readonly CaseFile[], Waveform>()

/** The waveform of a case. @throws AssayError as readRecord */
export function waveformOf(files: readonly CaseFile[]): Waveform {
  const waveform = decoded.get(files) ?? decode(files)
  decoded.set(files, waveform)
  return waveform
}

function decode(files: readonly CaseFile[]): Waveform {
  const header = fileOf(files, 'signal-header').name
  const beside = (name: string) => join(dirname(header), name)
  return readRecord(basename(header), (name) => files.find((file) => file.name === beside(name))?.bytes)
}

/** The cardiologists' annotations of a case. @throws AssayError as readAnnotations */
export function referenceOf(files: readonly CaseFile[]): Annotation[] {
  const { bytes, name } = fileOf(files, 'reference')
  return readAnnotations(bytes, name)
}

/**
 * Checks that a record can be read and that its annotations belong to it: none beyond the signal's end, and beats over
 * most of it.
 * @throws AssayError record-…, annotations-…
 */
export function checkEcgCase(files: readonly CaseFile[]): void {
  const { length, samplingFrequency } = waveformOf(files)
  const annotations = referenceOf(files)
  const beats = annotations.filter(({ code }) => beatClassOf(code))
  const last = annotations.at(-1)
  if (last && last.sample >= length)
    throw new AssayError('annotations-do-not-match', { what: `annotation at sample ${last.sample} of ${length}` })
  for (const { role, bytes, name } of files) {
    if (role !== 'reading') continue
    const sample = readAnnotations(bytes, name).at(-1)?.sample ?? 0
    if (sample >= length)
      throw new AssayError('annotations-do-not-match', { what: `${name}: annotation at sample ${sample} of ${length}` })
  }
  const minutes = length / samplingFrequency / 60
  if (beats.length < 10 * minutes)
    throw new AssayError('annotations-do-not-match', {
      what: `${beats.length} beats in ${minutes.toFixed(1)} minutes of signal`,
    })
}
