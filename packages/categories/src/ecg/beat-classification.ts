import { AssayError, type Endpoint } from '@assay/contracts'
import { type Annotation, smallestFormat, writeAmbulatoryEcg, writeRecord } from '@assay/formats'
import { type BeatCaseScore, compareBeats, ec57Parameters } from '@assay/statistics'
import type { CaseFile, CategoryTask, GivenCase, OutputFailure } from '../category.ts'
import { describeInputs } from '../describe-inputs.ts'
import { deviceTemplates } from '../device-templates.ts'
import { beatProtocolTemplate } from './beat-protocol-template.ts'
import { referenceOf, waveformOf } from './check-ecg-case.ts'
import { generateEcgCase } from './generate/generate-ecg-case.ts'
import { readBeatOutput } from './read-beat-output.ts'

const input = { slug: 'ecg-record', kind: 'Waveform', relativePath: 'waveforms/ecg-record' } as const
const output = {
  slug: 'beat-annotations',
  kind: 'Waveform Annotations',
  relativePath: 'waveforms/beat-annotations',
} as const

/** Find every beat and say what it is: N, S, V, F or Q. Scored after EC57. */
export const beatClassification = {
  id: 'beat-classification',
  inputs: [input],
  outputs: [output],
  template: beatProtocolTemplate,
  // A device that marks every steep wave of the first lead as a normal beat; in shell, one a second.
  deviceTemplate: deviceTemplates(import.meta.dirname),
  generateCase: generateEcgCase,
  inputFiles(files: readonly CaseFile[]) {
    const waveform = waveformOf(files)
    const record = writeRecord('record', waveform, smallestFormat(waveform))
    return [
      ...record.map(({ name, bytes }) => ({ path: `${input.relativePath}/${name}`, bytes })),
      describeInputs([{ socket: input, title: 'ECG record' }]),
    ]
  },
  // The UIDs are the sender's to replace.
  dicomObjects: (files: readonly CaseFile[]) => [
    writeAmbulatoryEcg(waveformOf(files), { study: '2.25.1', series: '2.25.2', instance: '2.25.3' }),
  ],
  readOutput: (folder: string, files: readonly CaseFile[]) =>
    readBeatOutput(folder, output.relativePath, waveformOf(files)),
  score(
    { patient, name, files }: GivenCase,
    result: { output: Annotation[] } | { failure: OutputFailure },
    endpoint: Endpoint,
  ) {
    const found = 'output' in result ? result.output : []
    const failure = 'failure' in result ? result.failure : null
    return { patient, record: name, failure, ...compare(files, found, endpoint) } satisfies BeatCaseScore
  },
} satisfies CategoryTask<Annotation[]>

function compare(
  files: readonly CaseFile[],
  found: readonly Annotation[],
  { estimator, parameters }: Endpoint,
): Omit<BeatCaseScore, 'patient' | 'record' | 'failure'> {
  if (estimator !== 'ec57-beats')
    throw new AssayError('protocol-invalid', { where: 'endpoints', what: `beats are not scored by ${estimator}` })
  const { samplingFrequency, length: samples } = waveformOf(files)
  return compareBeats(referenceOf(files), found, { samplingFrequency, samples }, ec57Parameters.parse(parameters))
}
