import type { AgreementWeights } from '../agreement/agreement-weights.ts'
import { placementsOf } from '../roc/placements.ts'
import type { VersionCase } from './version-case.ts'
import type { VersionEndpoint } from './version-difference.ts'

/**
 * By how much each case came out higher with the later version, in the endpoint's own terms; above 0 is better but for what a lower score is better of.
 * `area`: the change of the case's placement. `kappa`: how much nearer to the reference, by the distance of grades or its square. `bias`, `spread`: how much
 * nearer to the reference. A case that the endpoint does not count, such as a healthy one for sensitivity, has 0.
 */
export function changesOf(
  endpoint: VersionEndpoint,
  cases: readonly VersionCase[],
  weights: AgreementWeights = 'identity',
): number[] {
  switch (endpoint) {
    case 'score':
      return cases.map(({ earlier, later }) => later - earlier)
    case 'sensitivity':
      return cases.map(({ earlier, later, truth }) => (truth === 1 ? later - earlier : 0))
    case 'specificity':
      return cases.map(({ earlier, later, truth }) => (truth === 0 ? earlier - later : 0))
    case 'area':
      return placementChanges(cases)
    case 'kappa':
      return cases.map(
        ({ earlier, later, truth = 0 }) =>
          gradeDistance(earlier, truth, weights) - gradeDistance(later, truth, weights),
      )
    case 'ratio':
      return cases.map(({ earlier, later, of }) => share(later, of?.later) - share(earlier, of?.earlier))
    case 'bias':
    case 'spread':
      return cases.map(({ earlier, later, truth = 0 }) => Math.abs(earlier - truth) - Math.abs(later - truth))
  }
}

const share = (numerator: number, denominator = 0) => (denominator > 0 ? numerator / denominator : 0)

function gradeDistance(grade: number, truth: number, weights: AgreementWeights): number {
  const distance = Math.abs(grade - truth)
  if (weights === 'identity') return distance === 0 ? 0 : 1
  return weights === 'linear' ? distance : distance ** 2
}

function placementChanges(cases: readonly VersionCase[]): number[] {
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
    changes[i] = after.diseased[k]! - before.diseased[k]!
  })
  healthy.forEach((i, k) => {
    changes[i] = after.healthy[k]! - before.healthy[k]!
  })
  return changes
}
