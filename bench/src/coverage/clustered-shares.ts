import { type Draws, type Figure, normalQuantile } from '@assay/statistics'
import { clusteredDifference, type PairedUnit } from '@assay/statistics/paired'
import { type SampledCase, surveyShare } from '@assay/statistics/proportions'
import { drawBeta } from './draw-beta.ts'
import type { Said, Study } from './study.ts'

interface ClusteredShare {
  patients: number
  share: number
  /** Correlation of two cases of one patient. */
  correlation: number
}

const methods = ['logit', 'korn-graubard', 'rao-scott'] as const

const large = (cell: ClusteredShare) => cell.patients >= 50 && cell.share <= 0.9

/** Shares of cases of patients who have one to eight each and their own share, from a beta distribution. */
export const clusteredShares: Study<ClusteredShare> = {
  id: 'clustered-shares',
  title: 'Shares of cases that cluster in patients',
  about:
    'Patients with 1 to 8 cases each, evenly, and a share of their own from a beta distribution with the correlation given. The truth is the share over all patients like these.',
  cells: [20, 50, 200].flatMap((patients) =>
    [0.7, 0.9, 0.97].flatMap((share) => [0.1, 0.4].map((correlation) => ({ patients, share, correlation }))),
  ),
  place: ({ patients, share, correlation }) => ({ patients, share, correlation }),
  claims: {
    logit: { kind: 'asymptotic', from: '50 patients, shares up to 0.9', holds: large },
    'korn-graubard': { kind: 'shown' },
    'rao-scott': { kind: 'asymptotic', from: '50 patients, shares up to 0.9', holds: large },
  },
  how: {
    kind: 'sampled',
    sample: (cell, draws) => {
      const cases = drawCases(cell, draws)
      return methods.map((method) => said(method, surveyShare('f', cases, method), cell.share))
    },
  },
}

function drawCases({ patients, share, correlation }: ClusteredShare, draws: Draws): SampledCase[] {
  const size = 1 / correlation - 1
  return Array.from({ length: patients }, (_, index) => {
    const own = drawBeta(share * size, (1 - share) * size, draws)
    const patient = `${index}`
    return Array.from({ length: 1 + draws.below(8) }, () => ({ patient, success: draws.uniform() < own }))
  }).flat()
}

interface ClusteredPair {
  patients: number
  /** Share that the second test finds; the first finds 0.05 more. */
  share: number
}

/** Differences of two tests on the same cases, which cluster in patients. */
export const clusteredDifferences: Study<ClusteredPair> = {
  id: 'clustered-differences',
  title: 'Differences of shares, the same cases, clustered in patients',
  about:
    'Patients with 1 to 6 cases each. A patient’s cases are hard or easy together: both tests find each of them where normal numbers of patient (half the variance), case (a quarter) and test (a quarter) add up to less than a bound. The truth is the difference, 0.05.',
  cells: [20, 50, 200].flatMap((patients) => [0.7, 0.9].map((share) => ({ patients, share }))),
  place: ({ patients, share }) => ({ patients, 'second share': share }),
  claims: { tango: { kind: 'asymptotic', from: '50 patients', holds: ({ patients }) => patients >= 50 } },
  how: {
    kind: 'sampled',
    sample: (cell, draws) => [said('tango', clusteredDifference(drawPairs(cell, draws)), 0.05)],
  },
}

function drawPairs({ patients, share }: ClusteredPair, draws: Draws): PairedUnit[] {
  const [first, second] = [normalQuantile(share + 0.05), normalQuantile(share)]
  return Array.from({ length: patients }, (_, index) => {
    const own = draws.normal() * Math.SQRT1_2
    return Array.from({ length: 1 + draws.below(6) }, () => {
      const common = own + draws.normal() / 2
      const finds = (bound: number): 0 | 1 => (common + draws.normal() / 2 < bound ? 1 : 0)
      return { patient: `${index}`, first: finds(first), second: finds(second) }
    })
  }).flat()
}

/** No interval misses. */
export function said(method: string, figure: Figure, truth: number): Said {
  if (figure.status !== 'estimated') return { method, lower: 1, upper: -1, truth }
  return { method, lower: figure.interval.lower, upper: figure.interval.upper, truth }
}
