import type { Draws } from '@assay/statistics'
import { beggGreenes, type CorrectedShare, type VerifiedCalls } from '@assay/statistics/incomplete'
import type { Said, Study } from './study.ts'

interface Verification {
  cases: number
  prevalence: number
  /** Shares of positive and of negative calls whose truth is verified. */
  positive: number
  negative: number
}

const sensitivity = 0.85
const specificity = 0.9

/** Sensitivity and specificity where positive calls are verified more often. */
export const partialVerification: Study<Verification> = {
  id: 'partial-verification',
  title: 'Sensitivity and specificity with partial verification',
  about: `Sensitivity ${sensitivity} and specificity ${specificity}; who is verified depends on the call alone. The naive interval is Wilson’s of the verified cases.`,
  cells: [200, 1000].flatMap((cases) =>
    [0.2, 0.5].flatMap((prevalence) =>
      (
        [
          [1, 0.3],
          [0.8, 0.5],
        ] as const
      ).map(([positive, negative]) => ({ cases, prevalence, positive, negative })),
    ),
  ),
  place: ({ cases, prevalence, positive, negative }) => ({
    cases,
    prevalence,
    'positive calls verified': positive,
    'negative calls verified': negative,
  }),
  claims: {
    'Begg–Greenes, sensitivity': { kind: 'asymptotic', from: '1,000 cases', holds: ({ cases }) => cases >= 1000 },
    'Begg–Greenes, specificity': { kind: 'asymptotic', from: '1,000 cases', holds: ({ cases }) => cases >= 1000 },
    'naive, sensitivity': { kind: 'shown' },
    'naive, specificity': { kind: 'shown' },
  },
  how: { kind: 'sampled', sample: sampleVerification },
}

function sampleVerification(cell: Verification, draws: Draws): Said[] {
  const [positive, negative] = [noCalls(), noCalls()]
  for (let i = 0; i < cell.cases; i += 1) {
    const isDiseased = draws.uniform() < cell.prevalence
    const isPositive = draws.uniform() < (isDiseased ? sensitivity : 1 - specificity)
    const calls = isPositive ? positive : negative
    if (draws.uniform() >= (isPositive ? cell.positive : cell.negative)) calls.unverified += 1
    else if (isDiseased) calls.diseased += 1
    else calls.healthy += 1
  }
  const found = beggGreenes(positive, negative)
  return [
    { method: 'Begg–Greenes, sensitivity', ...endsOf(found.sensitivity), truth: sensitivity },
    { method: 'Begg–Greenes, specificity', ...endsOf(found.specificity), truth: specificity },
    { method: 'naive, sensitivity', ...intervalOf(found.naive.sensitivity), truth: sensitivity },
    { method: 'naive, specificity', ...intervalOf(found.naive.specificity), truth: specificity },
  ]
}

function noCalls(): VerifiedCalls {
  return { diseased: 0, healthy: 0, unverified: 0 }
}

function endsOf(share: CorrectedShare) {
  return share.status === 'estimated' ? { lower: share.lower, upper: share.upper } : { lower: 1, upper: -1 }
}

function intervalOf(share: ReturnType<typeof beggGreenes>['naive']['sensitivity']) {
  return share.status === 'estimated'
    ? { lower: share.interval.lower, upper: share.interval.upper }
    : { lower: 1, upper: -1 }
}
