import { type Draws, normalCdf, normalQuantile } from '@assay/statistics'
import {
  areaInterval,
  type ClassScores,
  pairedAreaDifference,
  rocArea,
  stratifiedArea,
  unpairedAreaDifference,
} from '@assay/statistics/roc'
import type { Said, Study } from './study.ts'

interface Area {
  diseased: number
  healthy: number
  area: number
}

/** Areas of scores that are normal in both classes. */
export const rocAreas: Study<Area> = {
  id: 'roc-areas',
  title: 'Areas under ROC curves',
  about: 'Scores are normal with variance 1 in both classes. The truth is the area of these distributions.',
  cells: (
    [
      [20, 20],
      [20, 100],
      [50, 50],
      [200, 200],
    ] as const
  ).flatMap(([diseased, healthy]) => [0.7, 0.85, 0.95].map((area) => ({ diseased, healthy, area }))),
  place: ({ diseased, healthy, area }) => ({ diseased, healthy, area }),
  claims: {
    'DeLong, logit': { kind: 'asymptotic', from: '50 cases a class', holds: atLeast(50) },
    'DeLong, Wald': { kind: 'asymptotic', from: '200 cases a class', holds: atLeast(200) },
  },
  how: {
    kind: 'sampled',
    sample: ({ diseased, healthy, area }, draws) => {
      const found = rocArea(drawScores(diseased, healthy, area, draws))
      return (['logit', 'wald'] as const).map((scale) => ({
        method: scale === 'logit' ? 'DeLong, logit' : 'DeLong, Wald',
        ...endsOf(areaInterval(found, scale)),
        truth: area,
      }))
    },
  },
}

interface AreaPair {
  diseased: number
  healthy: number
  first: number
  second: number
}

/** Differences of two areas, of the same cases and of different ones. */
export const areaDifferences: Study<AreaPair> = {
  id: 'area-differences',
  title: 'Differences of areas',
  about:
    'Two tests whose scores are normal in both classes, on the same cases with correlation 0.5, and on different ones. The truth is the difference of the areas.',
  cells: [20, 50, 200].flatMap((size) =>
    (
      [
        [0.75, 0.75],
        [0.9, 0.8],
        [0.95, 0.93],
      ] as const
    ).map(([first, second]) => ({ diseased: size, healthy: size, first, second })),
  ),
  place: ({ diseased, healthy, first, second }) => ({ diseased, healthy, 'first area': first, 'second area': second }),
  claims: {
    'DeLong, same cases': { kind: 'asymptotic', from: '50 cases a class', holds: atLeast(50) },
    'DeLong, different cases': { kind: 'asymptotic', from: '50 cases a class', holds: atLeast(50) },
  },
  how: {
    kind: 'sampled',
    sample: ({ diseased, healthy, first, second }, draws) => {
      const [one, other] = drawPair(diseased, healthy, [first, second], draws)
      const apart = drawScores(diseased, healthy, second, draws)
      const truth = first - second
      return [
        { method: 'DeLong, same cases', ...differenceEnds(pairedAreaDifference(one, other)), truth },
        { method: 'DeLong, different cases', ...differenceEnds(unpairedAreaDifference(one, apart)), truth },
      ]
    },
  },
}

interface SiteAreas {
  sites: number
  diseased: number
  healthy: number
}

/** Areas within sites, put together. */
export const stratifiedAreas: Study<SiteAreas> = {
  id: 'stratified-areas',
  title: 'Areas within sites, weighted by pairs of cases',
  about:
    'Sites whose scores are shifted against each other by normal numbers of standard deviation 1; the area is 0.85 within each. The interval is the logit’s. The truth is 0.85.',
  cells: [3, 10].flatMap((sites) =>
    (
      [
        [10, 20],
        [20, 20],
        [50, 50],
      ] as const
    ).map(([diseased, healthy]) => ({ sites, diseased, healthy })),
  ),
  place: ({ sites, diseased, healthy }) => ({ sites, 'diseased at each': diseased, 'healthy at each': healthy }),
  claims: { 'within sites, logit': { kind: 'asymptotic', from: '20 cases a class and site', holds: atLeast(20) } },
  how: {
    kind: 'sampled',
    sample: ({ sites, diseased, healthy }, draws) => {
      const own = Array.from({ length: sites }, (_, index) => {
        // A shift of the site's scores moves no rank within it.
        const found = rocArea(drawScores(diseased, healthy, 0.85, draws))
        const estimated = found.status === 'estimated' ? found : { estimate: Number.NaN, variance: null }
        return { site: `${index}`, area: estimated.estimate, variance: estimated.variance ?? 0, diseased, healthy }
      })
      const found = stratifiedArea(own, 'pairs')
      const ends = found.status === 'estimated' ? endsOf(areaInterval(found)) : none
      return [{ method: 'within sites, logit', ...ends, truth: 0.85 }]
    },
  },
}

const none = { lower: 1, upper: -1 }

function atLeast(size: number): (cell: { diseased: number; healthy: number }) => boolean {
  return ({ diseased, healthy }) => Math.min(diseased, healthy) >= size
}

function endsOf(interval: { lower: number; upper: number } | undefined) {
  return interval ? { lower: interval.lower, upper: interval.upper } : none
}

function differenceEnds(found: ReturnType<typeof pairedAreaDifference>): Pick<Said, 'lower' | 'upper'> {
  return found.status === 'estimated' ? endsOf(found) : none
}

/** How far the classes' means are apart for an area, with variance 1 in both. */
function distanceOf(area: number): number {
  return Math.SQRT2 * normalQuantile(area)
}

/** Normal scores of both classes. */
export function drawScores(diseased: number, healthy: number, area: number, draws: Draws): ClassScores {
  const distance = distanceOf(area)
  return {
    diseased: Float64Array.from({ length: diseased }, () => distance + draws.normal()),
    healthy: Float64Array.from({ length: healthy }, () => draws.normal()),
  }
}

function drawPair(
  diseased: number,
  healthy: number,
  areas: readonly [number, number],
  draws: Draws,
): [ClassScores, ClassScores] {
  const both = (size: number, means: readonly [number, number]) => {
    const scores = [new Float64Array(size), new Float64Array(size)] as const
    for (let i = 0; i < size; i += 1) {
      const common = draws.normal()
      for (const test of [0, 1] as const) scores[test][i] = means[test] + Math.SQRT1_2 * (common + draws.normal())
    }
    return scores
  }
  const ill = both(diseased, [distanceOf(areas[0]), distanceOf(areas[1])])
  const well = both(healthy, [0, 0])
  return [
    { diseased: ill[0], healthy: well[0] },
    { diseased: ill[1], healthy: well[1] },
  ]
}

/** Sensitivity where the specificity is given, variance 1 in both classes. */
export function sensitivityAt(specificity: number, area: number): number {
  return normalCdf(distanceOf(area) - normalQuantile(specificity))
}
