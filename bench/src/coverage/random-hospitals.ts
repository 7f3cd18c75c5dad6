import type { Draws } from '@assay/statistics'
import {
  fromScale,
  type PoolingOptions,
  poolSites,
  type SiteEstimate,
  scaleCounts,
  shareLogits,
} from '@assay/statistics/many-sites'
import { drawBinomial } from '@assay/statistics/resampling'
import type { Said, Study } from './study.ts'
import type { DrawnHospitals } from './these-hospitals.ts'

/** Hospitals 5, 10 and 20; patients 30, 100 and 200; shares 0.7 and 0.9; hospitals alike, somewhat unlike, and unlike. */
const randomHospitalsCells: readonly DrawnHospitals[] = [5, 10, 20].flatMap((hospitals) =>
  [30, 100, 200].flatMap((patients) =>
    [0.7, 0.9].flatMap((share) => [0, 0.3, 0.6].map((deviation) => ({ hospitals, patients, share, deviation }))),
  ),
)

const floored = { method: 'REML', interval: 'hartung-knapp-floored', level: 0.95 } as const
const methods: readonly { method: string; sites: 'common' | 'own'; options: PoolingOptions }[] = [
  { method: 'Hartung–Knapp with floor, variance at the common share', sites: 'common', options: floored },
  { method: 'Hartung–Knapp with floor, own variances', sites: 'own', options: floored },
  {
    method: 'Hartung–Knapp, variance at the common share',
    sites: 'common',
    options: { ...floored, interval: 'hartung-knapp' },
  },
  {
    method: 'normal (DerSimonian–Laird), variance at the common share',
    sites: 'common',
    options: { method: 'DL', interval: 'normal', level: 0.95 },
  },
  {
    method: 'fixed effect, variance at the common share',
    sites: 'common',
    options: { method: 'FE', interval: 'normal', level: 0.95 },
  },
]

/**
 * One sample of hospitals and patients: the interval of each method for the share of the middle hospital, and the prediction
 * interval for the share of one hospital more.
 */
function sampleRandomHospitals(cell: DrawnHospitals, draws: Draws): Said[] {
  const middle = Math.log(cell.share / (1 - cell.share))
  const hospital = () => fromScale('logit', middle + cell.deviation * draws.normal())
  const events = Array.from({ length: cell.hospitals }, () => drawBinomial(cell.patients, hospital(), draws))
  const another = hospital()
  const sites: Record<'common' | 'own', SiteEstimate[]> = {
    common: shareLogits(
      events.map((count, index) => ({ site: `${index}`, share: count / cell.patients, trials: cell.patients })),
    ),
    own: events.map((count, index) => ({ site: `${index}`, ...scaleCounts('logit', count, cell.patients) })),
  }
  return methods.flatMap(({ method, sites: which, options }) => {
    const pooled = poolSites(sites[which], options)
    // Hospitals that are all alike have no interval without the floor: it misses.
    if (pooled.status === 'undefined') return [{ method, lower: 1, upper: 0, truth: cell.share }]
    const own = said(method, pooled.interval, cell.share)
    const { prediction } = pooled
    return prediction && options === floored ? [own, said(`prediction: ${method}`, prediction, another)] : [own]
  })
}

/** An interval on the logit as one of shares. */
function said(method: string, { lower, upper }: { lower: number; upper: number }, truth: number): Said {
  return { method, lower: fromScale('logit', lower), upper: fromScale('logit', upper), truth }
}

const manyHospitals = {
  kind: 'asymptotic' as const,
  from: '10 hospitals of 100 patients, where hospitals differ',
  holds: ({ hospitals, patients, deviation }: DrawnHospitals) => hospitals >= 10 && patients >= 100 && deviation > 0,
}

/** Random effects over hospitals, and what a fixed effect does in their place. */
export const randomHospitals: Study<DrawnHospitals> = {
  id: 'random-hospitals',
  title: 'Hospitals like these: pooled on the logit',
  about:
    'Hospitals are drawn at random, their logits normal about that of the middle hospital, whose share is the truth; of a prediction interval it is the share of one hospital more. Patients have one case each. Where hospitals do not differ at all, the floor of the Hartung–Knapp variance makes its intervals wider than they need be.',
  cells: randomHospitalsCells,
  place: ({ hospitals, patients, share, deviation }) => ({ hospitals, patients, share, deviation }),
  claims: {
    ...Object.fromEntries(methods.map(({ method }) => [method, { kind: 'shown' as const }])),
    'Hartung–Knapp with floor, variance at the common share': manyHospitals,
    'prediction: Hartung–Knapp with floor, variance at the common share': { kind: 'shown' },
    'prediction: Hartung–Knapp with floor, own variances': { kind: 'shown' },
  },
  how: { kind: 'sampled', sample: sampleRandomHospitals },
}
