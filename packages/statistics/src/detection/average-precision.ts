import type { DetectionScores } from './detection-scores.ts'

/**
 * How precision is averaged over recall. `step`: Σ (Rₙ − Rₙ₋₁) Pₙ, as scikit-learn has it. `interpolated`: the same with the
 * highest precision from each recall on (Pascal VOC from 2010). `coco`: its mean at recall 0, 0.01 … 1.
 */
type PrecisionAveraging = 'step' | 'interpolated' | 'coco'

/** Average precision in each way, in [0, 1], or why there is none. */
type AveragePrecisions =
  | ({ status: 'estimated'; lesions: number; marks: number } & Record<PrecisionAveraging, number>)
  | { status: 'undefined'; reason: 'no-lesion' }

/**
 * Average precision of the marks over all scans, averaged in each of three ways; lesions that no mark hits lower the recall. Marks with the
 * same score are one step.
 * Sources: Everingham and others, *Int. J. Comput. Vis.* 88:303–338 (2010) and its development kit; Lin and others, *ECCV* 2014, and
 * cocoeval.
 * @param times how often each patient counts (a bootstrap draw); once each without
 */
export function averagePrecisions(scores: DetectionScores, times?: Int32Array): AveragePrecisions {
  const lesions = scores.lesions.reduce((sum, count, patient) => sum + count * (times?.[patient] ?? 1), 0)
  if (lesions === 0) return { status: 'undefined', reason: 'no-lesion' }
  const { precisions, recalls, marks } = steps(scores, lesions, times)
  const best = envelope(precisions)
  const [step, interpolated] = [areaUnder(recalls, precisions), areaUnder(recalls, best)]
  return { status: 'estimated', step, interpolated, coco: atHundredths(recalls, best), lesions, marks }
}

function steps({ stepEnds, isLesion, patient }: DetectionScores, lesions: number, times: Int32Array | undefined) {
  let [found, marks, entry] = [0, 0, 0]
  const [precisions, recalls] = [new Float64Array(stepEnds.length), new Float64Array(stepEnds.length)]
  for (let step = 0; step < stepEnds.length; step += 1) {
    for (const end = stepEnds[step]!; entry < end; entry += 1) {
      const count = times?.[patient[entry]!] ?? 1
      marks += count
      found += isLesion[entry]! * count
    }
    precisions[step] = marks === 0 ? 0 : found / marks
    recalls[step] = found / lesions
  }
  return { precisions, recalls, marks }
}

/** The highest precision from each step on. */
function envelope(precisions: Float64Array): Float64Array {
  const best = precisions.slice()
  for (let step = best.length - 2; step >= 0; step -= 1) best[step] = Math.max(best[step]!, best[step + 1]!)
  return best
}

function areaUnder(recalls: Float64Array, precisions: Float64Array): number {
  let [sum, before] = [0, 0]
  for (let step = 0; step < recalls.length; step += 1) {
    sum += (recalls[step]! - before) * precisions[step]!
    before = recalls[step]!
  }
  return sum
}

function atHundredths(recalls: Float64Array, precisions: Float64Array): number {
  let [step, sum] = [0, 0]
  for (let hundredth = 0; hundredth <= 100; hundredth += 1) {
    while (step < recalls.length && recalls[step]! < hundredth / 100) step += 1
    sum += precisions[step] ?? 0
  }
  return sum / 101
}
