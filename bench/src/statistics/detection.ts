import { drawsOf } from '@assay/statistics'
import {
  bootstrapAreas,
  bootstrapFroc,
  type DetectionCase,
  matching,
  matchMarks,
  sevenRates,
  sortScores,
} from '@assay/statistics/detection'
import { type Measured, secondsOf } from '../measured.ts'

/** As many scans and marks as a submission to LUNA16 has: matching, and a thousand bootstraps over patients at its seven rates. */
export function measureDetection(): Measured {
  const cases = drawCases(888, 45_000)
  const declared = matching.parse({ rule: { rule: 'distance', limit: 'radius' }, multiplicity: 'luna16' })
  const matched = cases.map((one) => matchMarks(one, declared))
  const scores = sortScores(matched)
  return {
    'matching of 45,000 marks in 888 scans (s)': secondsOf(
      () => void sortScores(cases.map((one) => matchMarks(one, declared))),
    ),
    'FROC, 888 scans, 45,000 marks, 1,000 bootstraps over patients (s, aim 1)': secondsOf(
      () => void bootstrapFroc(scores, sevenRates, 1000, 1),
    ),
    'AFROC, weighted AFROC, LROC and average precision of the same, 1,000 bootstraps (s)': secondsOf(
      () => void bootstrapAreas(matched, 1000, 1),
    ),
  }
}

function drawCases(scans: number, marks: number): DetectionCase[] {
  const draws = drawsOf(5, 1)
  return Array.from({ length: scans }, (_, scan) => {
    const lesions = Array.from({ length: draws.below(4) }, (_, i) => ({
      id: `${i}`,
      diameter: 4 + 20 * draws.uniform(),
      centre: [300 * draws.uniform(), 300 * draws.uniform(), 250 * draws.uniform()] as const,
    }))
    const near = lesions.map(({ centre }) => ({ centre, score: draws.uniform() }))
    const own = Math.round(((scan + 1) * marks) / scans) - Math.round((scan * marks) / scans)
    const elsewhere = Array.from({ length: Math.max(0, own - near.length) }, () => ({
      centre: [300 * draws.uniform(), 300 * draws.uniform(), 250 * draws.uniform()] as const,
      score: draws.uniform() ** 3,
    }))
    return { case: `${scan}`, patient: `${scan}`, lesions, marks: [...near, ...elsewhere] }
  })
}
