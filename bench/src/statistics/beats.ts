import { readAnnotations, writeAnnotations } from '@assay/formats'
import { compareBeats, compareRhythm, compareRuns, drawsOf, ec57Parameters } from '@assay/statistics'
import { type Measured, secondsOf } from '../measured.ts'

const samplingFrequency = 360
const samples = 30 * 60 * samplingFrequency

/** Half-hour records compared beat by beat, run by run and by episode, from the bytes of their annotation files. */
export function measureBeats(): Measured {
  const records = Array.from({ length: 48 }, (_, index) => [drawBeats(index, 0), drawBeats(index, 1)] as const)
  return {
    '48 half-hour records, beats, runs and episodes, with reading (s, aim 0.3)': secondsOf(() => {
      for (const [reference, test] of records) compareRecord(reference, test)
    }, 5),
  }
}

const parameters = ec57Parameters.parse({})

function compareRecord(reference: Uint8Array, test: Uint8Array): void {
  const [truth, found] = [readAnnotations(reference, 'reference'), readAnnotations(test, 'test')]
  compareBeats(truth, found, { samplingFrequency, samples }, parameters)
  for (const kind of ['ventricular', 'supraventricular'] as const)
    compareRuns(truth, found, kind, { samplingFrequency, samples }, parameters)
  compareRhythm(truth, found, { rhythm: 'AFIB', start: 300 * samplingFrequency, samples, samplingFrequency })
}

/** About 75 beats a minute; the test is off by a few samples, and misses or renames some. */
function drawBeats(record: number, side: 0 | 1): Uint8Array {
  const [beats, errors] = [drawsOf(11, record), drawsOf(12 + side, record)]
  const annotations = []
  let at = 0
  for (;;) {
    at += 216 + beats.below(144)
    if (at >= samples - 10) return writeAnnotations(annotations)
    const code = 'NNNNNNNNVA'[beats.below(10)]!
    const isRight = side === 0 || errors.uniform() > 0.02
    annotations.push({
      sample: at + (side === 0 ? 0 : errors.below(8)),
      code: isRight ? code : 'N',
      subtype: 0,
      channel: 0,
      aux: '',
    })
  }
}
