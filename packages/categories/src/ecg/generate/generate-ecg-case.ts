import { drawsOf } from '@assay/statistics'
import type { FileRole, GeneratedCase } from '../../category.ts'
import { describeHeart, generateRecord, type RecordShape } from './generate-record.ts'

/** Records as hospitals have them: of several rates, lengths, leads and sample sizes. */
const shapes: readonly RecordShape[] = [
  { samplingFrequency: 250, seconds: 60, leads: 2, gain: 200, bits: 12 },
  { samplingFrequency: 360, seconds: 90, leads: 2, gain: 200, bits: 12 },
  { samplingFrequency: 500, seconds: 30, leads: 1, gain: 2000, bits: 16 },
  { samplingFrequency: 128, seconds: 300, leads: 2, gain: 200, bits: 12 },
  { samplingFrequency: 1000, seconds: 30, leads: 2, gain: 200_000, bits: 24 },
]

const roles: Record<string, FileRole> = { hea: 'signal-header', dat: 'signal', atr: 'reference' }

/** A record of a heart that no patient has, as a case: the same seed and index give the same bytes. */
export function generateEcgCase(seed: number, index: number): GeneratedCase {
  const heart = describeHeart(drawsOf(seed, 1000 * index), seed)
  const name = `generated-${index + 1}`
  const files = [...generateRecord(name, heart, drawsOf(seed, 1000 * index + 1), shapes[index % shapes.length]!)]
  return {
    patient: name,
    name,
    files: files.map((file) => ({ ...file, role: roles[file.name.split('.').at(-1) ?? ''] ?? 'signal' })),
  }
}
