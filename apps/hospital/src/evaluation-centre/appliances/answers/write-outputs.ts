import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ApplianceAnswer, AssayError, type DeviceManifest, type Socket } from '@assay/contracts'
import { items, number, readDataset, text } from '@assay/formats'
import type { AnswerKind } from '../appliance-tables.ts'
import { kindOfForm } from './read-answer.ts'
import { annotationsOfJson, annotationsOfReport, type ShownWaveform } from './to-annotations.ts'
import { choiceOfReport, labelsOfSegmentation, numberOfReport, pointsOfReport } from './to-values.ts'

/** What an appliance answered for a case, by kind. */
export type KeptAnswers = ReadonlyMap<AnswerKind, Buffer>

/** A file below the output folder. */
interface OutputFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Answers that every output of the device can be taken from, or undefined while some are still to come. */
export function isAnswered(
  { outputs }: DeviceManifest,
  answers: readonly ApplianceAnswer[],
  kept: KeptAnswers,
): boolean {
  return outputs.every(({ slug }) => answers.some(({ output, form }) => output === slug && kept.has(kindOfForm[form])))
}

/**
 * Writes an appliance's answers as the files that a device of the task leaves, so that they are judged and scored as any device's are.
 * Throws `output-missing`, `output-invalid` for answers that are not what the package declares.
 */
export function writeOutputs(
  folder: string,
  { outputs }: DeviceManifest,
  answers: readonly ApplianceAnswer[],
  { kept, waveform }: { kept: KeptAnswers; waveform: () => ShownWaveform },
): void {
  for (const socket of outputs) {
    const answer = answers.find(({ output, form }) => output === socket.slug && kept.has(kindOfForm[form]))
    if (!answer) throw new AssayError('output-missing', { what: socket.slug })
    const { path, bytes } = fileOf(socket, answer, kept.get(kindOfForm[answer.form])!, waveform)
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, path), bytes, { mode: 0o600 })
  }
}

function fileOf(socket: Socket, answer: ApplianceAnswer, bytes: Buffer, waveform: () => ShownWaveform): OutputFile {
  const { relativePath, kind } = socket
  const annotations = (content: Uint8Array) => ({ path: `${relativePath}/record.qrs`, bytes: content })
  const value = (content: unknown) => ({ path: relativePath, bytes: Buffer.from(JSON.stringify(content)) })
  try {
    switch (answer.form) {
      case 'json':
        // As it came: it is held to its kind, its size and its depth where every device's output is.
        if (kind !== 'Waveform Annotations') return { path: relativePath, bytes }
        return annotations(annotationsOfJson(parseJson(bytes), waveform()))
      case 'sr-times':
        return annotations(annotationsOfReport(bytes, answer, waveform()))
      case 'sr-number':
        return value(numberOfReport(bytes, answer))
      case 'sr-choice':
        return value(choiceOfReport(bytes, answer))
      case 'sr-points':
        return value(pointsOfReport(bytes, answer))
      case 'seg':
        return { path: `${relativePath}/answer.mha`, bytes: labelsOfSegmentation(bytes, answer, typesOf(bytes)) }
    }
  } catch (error) {
    throw asInvalid(error)
  }
}

/** What can not be read is the device's failure, not the node's. */
function asInvalid(error: unknown): unknown {
  const isOutput = error instanceof AssayError && ['output-invalid', 'output-missing'].includes(error.code)
  if (isOutput || !(error instanceof AssayError)) return error
  return new AssayError('output-invalid', { what: error.code }, { cause: error })
}

const mostAnnotationBytes = 20 * 2 ** 20

function parseJson(bytes: Buffer): unknown {
  if (bytes.length > mostAnnotationBytes) throw new AssayError('output-invalid', { what: 'too many bytes' })
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new AssayError('output-invalid', { what: 'no JSON' })
  }
}

/** Segmented Property Type Code Sequence (0062,000F) by the number of the segment. Source: DICOM PS3.3 C.8.20.4. */
function typesOf(bytes: Buffer): Map<number, { value: string; scheme: string }> {
  const dataset = readDataset(bytes, 'segmentation', { pixels: 'skip' })
  return new Map(
    items(dataset, '00620002').map((segment) => {
      const [type] = items(segment, '0062000F')
      const code = { value: text(type, '00080100') ?? '', scheme: text(type, '00080102') ?? '' }
      return [number(segment, '00620004') ?? 0, code]
    }),
  )
}
