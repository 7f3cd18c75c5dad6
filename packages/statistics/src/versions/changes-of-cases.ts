import type { AgreementWeights } from '../agreement/agreement-weights.ts'
import type { Part } from '../roc/partial-area.ts'
import { placementsOf } from '../roc/placements.ts'
import type { VersionCase } from './version-case.ts'
import type { EndpointDetail, VersionEndpoint } from './version-difference.ts'

/**
 * By how much each case came out higher with the later version, in the endpoint's own terms; above 0 is better but for what a lower score is better of.
 * `area`: the change of the case's placement; `partial-area`: of the part of it that lies in the part, of diseased cases over specificities, of healthy ones
 * over sensitivities. `kappa`: how much nearer to the reference, by the distance of grades or its square. `bias`, `spread`, `icc`: how much nearer to the
 * reference; calibration: to what came true. A case that the endpoint does not count, such as a healthy one for sensitivity, has 0.
 */
export function changesOf(
  endpoint: VersionEndpoint,
  cases: readonly VersionCase[],
  { weights = 'identity', part }: EndpointDetail = {},
): number[] {
  switch (endpoint) {
    case 'score':
      return cases.map(({ earlier, later }) => later - earlier)
    case 'sensitivity':
      return cases.map(({ earlier, later, truth }) => (truth === 1 ? later - earlier : 0))
    case 'specificity':
      return cases.map(({ earlier, later, truth }) => (truth === 0 ? earlier - later : 0))
    case 'area':
      return placementChanges(cases, (placement) => placement)
    case 'partial-area':
      return placementChanges(cases, (placement, isDiseased) => withinPart(placement, isDiseased, part))
    case 'kappa':
      return cases.map(
        ({ earlier, later, truth = 0 }) =>
          gradeDistance(earlier, truth, weights) - gradeDistance(later, truth, weights),
      )
    case 'ratio':
      return cases.map(({ earlier, later, of }) => share(later, of?.later) - share(earlier, of?.earlier))
    case 'bias':
    case 'spread':
    case 'icc':
    case 'observed-expected':
    case 'calibration-in-the-large':
    case 'calibration-slope':
      return cases.map(({ earlier, later, truth = 0 }) => Math.abs(earlier - truth) - Math.abs(later - truth))
  }
}

const share = (numerator: number, denominator = 0) => (denominator > 0 ? numerator / denominator : 0)

function gradeDistance(grade: number, truth: number, weights: AgreementWeights): number {
  const distance = Math.abs(grade - truth)
  if (weights === 'identity') return distance === 0 ? 0 : 1
  return weights === 'linear' ? distance : distance ** 2
}

/** How much of a placement a part of the curve counts: the mean over the class that it goes over is the area, but for ties. */
function withinPart(placement: number, isDiseased: boolean, part?: Part): number {
  const { over, from, to } = part ?? { over: 'specificity', from: 0, to: 1 }
  if (isDiseased !== (over === 'specificity')) return 0
  return Math.min(Math.max(placement - from, 0), to - from)
}

function placementChanges(
  cases: readonly VersionCase[],
  counted: (placement: number, isDiseased: boolean) => number,
): number[] {
  const places = [1, 0].map((is) => [...cases.keys()].filter((i) => cases[i]!.truth === is))
  const changes = cases.map(() => 0)
  const [diseased, healthy] = places as [number[], number[]]
  if (diseased.length === 0 || healthy.length === 0) return changes
  const of = (side: 'earlier' | 'later') =>
    placementsOf({
      diseased: Float64Array.from(diseased, (i) => cases[i]![side]),
      healthy: Float64Array.from(healthy, (i) => cases[i]![side]),
    })
  const [before, after] = [of('earlier'), of('later')]
  diseased.forEach((i, k) => {
    changes[i] = counted(after.diseased[k]!, true) - counted(before.diseased[k]!, true)
  })
  healthy.forEach((i, k) => {
    changes[i] = counted(after.healthy[k]!, false) - counted(before.healthy[k]!, false)
  })
  return changes
}
