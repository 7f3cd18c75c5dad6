import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type Annotation, readAnnotations, readRecord } from '@assay/formats'
import { beatClassOf, drawsOf } from '@assay/statistics'
import { describe, expect, it } from 'vitest'
import { referenceOf, waveformOf } from '../check-ecg-case.ts'
import { generateEcgCase } from '../generate/generate-ecg-case.ts'
import { doubtBeats } from './doubt-beats.ts'

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../../shared/data')
const records = join(data, 'ecg/mitdb')

/** One beat in so many called by the other group's name, and which. */
function exchanged(annotations: readonly Annotation[], share: number, seed: number) {
  const draws = drawsOf(7, seed)
  const samples = new Set<number>()
  const noisy = annotations.map((one) => {
    const beatClass = beatClassOf(one.code)
    if (!beatClass || !'NSV'.includes(beatClass) || draws.uniform() >= share) return one
    samples.add(one.sample)
    return { ...one, code: beatClass === 'V' ? 'N' : 'V' }
  })
  return { noisy, samples }
}

/** Numbers were chosen on the records 100, 105, 118, 200, 208 and 221 of the database: these are the others that are here. */
const heldOut = ['103', '106', '119', '207', '213', '233']

describe.skipIf(!existsSync(records))(
  'beats of real records that numbers were not chosen on (needs shared/data)',
  () => {
    const here = existsSync(records) ? heldOut : []
    const found = here.map((name) => {
      const waveform = readRecord(`${name}.hea`, (file) => readFileSync(join(records, file)))
      const annotations = readAnnotations(readFileSync(join(records, `${name}.atr`)), name)
      const { noisy, samples } = exchanged(annotations, 0.03, Number(name))
      const sound = doubtBeats(waveform, annotations)
      const doubts = doubtBeats(waveform, noisy)
      const hits = doubts.items.filter(({ seconds }) => samples.has(Math.round(seconds * waveform.samplingFrequency)))
      return { sound, doubts, hits: hits.length, exchanged: samples.size }
    })
    const sum = (of: (one: (typeof found)[number]) => number) => found.reduce((total, one) => total + of(one), 0)

    it('doubts hardly any of the cardiologists’ labels', () => {
      expect(sum(({ sound }) => sound.compared)).toBeGreaterThan(13_000)
      expect(sum(({ sound }) => sound.doubted)).toBeLessThanOrEqual(6)
    })

    it('finds 95 of 100 labels that were exchanged, and names few others', () => {
      expect(sum(({ hits }) => hits) / sum((one) => one.exchanged)).toBeGreaterThan(0.95)
      expect(sum(({ doubts, hits }) => doubts.doubted - hits)).toBeLessThanOrEqual(8)
    })
  },
)

describe('beats of a generated record', () => {
  const { files } = generateEcgCase(3, 0)
  const [waveform, annotations] = [waveformOf(files), referenceOf(files)]

  it('are named with their seconds, label, and what they look like', () => {
    const beats = annotations.filter(({ code }) => beatClassOf(code) === 'N')
    const wrong = beats[40]!
    const noisy = annotations.map((one) => (one === wrong ? { ...one, code: 'V' } : one))
    expect(doubtBeats(waveform, noisy).items).toContainEqual({
      seconds: wrong.sample / waveform.samplingFrequency,
      label: 'V',
      looksLike: 'N',
    })
  })

  it('are not compared where there are too few, or none has a place in the signal', () => {
    const nothing = { compared: 0, doubted: 0, items: [] }
    expect(doubtBeats(waveform, annotations.slice(0, 20))).toEqual(nothing)
    const beyond = annotations.map((one) => ({ ...one, sample: one.sample + waveform.length }))
    expect(doubtBeats(waveform, beyond)).toEqual(nothing)
  })

  it('that are flat, or missing, are no reason for doubt', () => {
    const channels = waveform.channels.map((channel) => ({ ...channel, samples: new Int32Array(waveform.length) }))
    expect(doubtBeats({ ...waveform, channels }, annotations).doubted).toBe(0)
  })
})
