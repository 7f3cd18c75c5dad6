import type { Draws } from '@assay/statistics'
import {
  acceleration,
  type BootstrapInterval,
  bcaInterval,
  columnOf,
  computeReplicates,
  evaluateSample,
  jackknifeInfluence,
  percentileInterval,
  planResampling,
  studentisedInterval,
  type WeightedStatistic,
  weightedAreas,
} from '@assay/statistics/resampling'
import { weightedPoints } from '@assay/statistics/roc'
import { drawScores, sensitivityAt } from './areas.ts'
import type { Said, Study } from './study.ts'

/** Replicates of every sample. */
const replicates = 799

const options = { level: 0.95, undefinedReplicates: { leaveOutAtMost: 0.05 } } as const

/** Means of a skewed distribution. */
export const bootstrappedMeans: Study<number> = {
  id: 'bootstrapped-means',
  title: 'Bootstrap intervals of a mean',
  about: `Cases are exponential with mean 1, which is the truth. ${replicates} replicates a sample; the standard error of the studentised interval is that of a mean, acceleration by the jackknife.`,
  cells: [20, 50, 100],
  place: (cases) => ({ cases }),
  claims: {
    percentile: { kind: 'asymptotic', from: '100 cases', holds: (cases) => cases >= 100 },
    bca: { kind: 'asymptotic', from: '100 cases', holds: (cases) => cases >= 100 },
    studentised: { kind: 'asymptotic', from: '20 cases', holds: () => true },
  },
  how: { kind: 'sampled', sample: sampleMean },
}

function sampleMean(cases: number, draws: Draws): Said[] {
  const values = Float64Array.from({ length: cases }, () => -Math.log(1 - draws.uniform()))
  const statistic = meanWithError(values)
  const plan = planResampling({ cases })
  const drawn = computeReplicates(plan, statistic, draws.below(2 ** 32), 0, replicates)
  const [estimate = 0, standardError = 0] = evaluateSample(statistic, cases)
  const means = columnOf(drawn, 0)
  const influence = values.map((value) => value - estimate)
  return [
    said('percentile', percentileInterval(means, options), 1),
    said('bca', bcaInterval(means, { estimate, acceleration: acceleration(plan, influence) }, options), 1),
    said(
      'studentised',
      studentisedInterval(means, { estimate, standardError, standardErrors: columnOf(drawn, 1) }, options),
      1,
    ),
  ]
}

/** A weighted mean and its standard error. */
function meanWithError(values: Float64Array): WeightedStatistic {
  return {
    columns: 2,
    evaluate(weights, into) {
      let [all, sum, squares] = [0, 0, 0]
      for (let i = 0; i < values.length; i += 1) {
        all += weights[i]!
        sum += weights[i]! * values[i]!
        squares += weights[i]! * values[i]! * values[i]!
      }
      into[0] = sum / all
      into[1] = Math.sqrt(Math.max(0, squares / all - (sum / all) ** 2) / all)
    },
  }
}

interface BootstrappedArea {
  size: number
  area: number
}

const from50 = {
  kind: 'asymptotic',
  from: '50 cases a class',
  holds: ({ size }: BootstrappedArea) => size >= 50,
} as const

/** Areas and sensitivities at a specificity, drawn by label. */
export const bootstrappedAreas: Study<BootstrappedArea> = {
  id: 'bootstrapped-areas',
  title: 'Bootstrap intervals of areas, and of sensitivity at a specificity of 0.8',
  about: `Scores are normal with variance 1 in both classes, as many cases in each. ${replicates} replicates a sample, drawn by label. The truths are those of the distributions.`,
  cells: [20, 50].map((size) => ({ size, area: 0.85 })),
  place: ({ size, area }) => ({ 'cases of each class': size, area }),
  claims: {
    'area, percentile': from50,
    'area, bca': from50,
    'sensitivity at 0.8, percentile': { kind: 'shown' },
  },
  how: { kind: 'sampled', sample: sampleArea },
}

function sampleArea({ size, area }: BootstrappedArea, draws: Draws): Said[] {
  const drawn = drawScores(size, size, area, draws)
  const truth = Uint8Array.from({ length: 2 * size }, (_, i) => (i < size ? 1 : 0))
  const scores = Float64Array.of(...drawn.diseased, ...drawn.healthy)
  const areas = weightedAreas(truth, [scores])
  const plan = planResampling({ cases: 2 * size, label: truth })
  const seed = draws.below(2 ** 32)
  const found = columnOf(computeReplicates(plan, areas, seed, 0, replicates), 0)
  const estimate = evaluateSample(areas, 2 * size)[0]!
  const influence = jackknifeInfluence(plan, areas)!
  const points = weightedPoints(truth, scores, { specificities: [0.8], sensitivities: [], parts: [] })
  const sensitivities = columnOf(computeReplicates(plan, points, seed, 0, replicates), 0)
  return [
    said('area, percentile', percentileInterval(found, options), area),
    said('area, bca', bcaInterval(found, { estimate, acceleration: acceleration(plan, influence) }, options), area),
    said('sensitivity at 0.8, percentile', percentileInterval(sensitivities, options), sensitivityAt(0.8, area)),
  ]
}

function said(method: string, interval: BootstrapInterval, truth: number): Said {
  if (interval.status !== 'estimated') return { method, lower: 1, upper: -1, truth }
  return { method, lower: interval.lower, upper: interval.upper, truth }
}
