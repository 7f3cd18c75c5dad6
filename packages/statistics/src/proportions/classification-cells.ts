import type { Cell } from '../frame/site-summary.ts'
import type { ClassifiedCase, FailureRule } from './classified-case.ts'
import { jointCellNames, jointCells } from './joint-cells.ts'
import { type RatioPart, ratioCellNames, ratioCells } from './ratio-cells.ts'

/** Shares of cases that come with an interval of their own. */
export const classificationShares = ['sensitivity', 'specificity', 'accuracy', 'completion'] as const

/** Names of all cells of a release. */
export const classificationCellNames: readonly string[] = [
  ...classificationShares.flatMap((share) => Object.values(ratioCellNames(share))),
  ...Object.values(jointCellNames('joint')),
]

/** The cells of a site's cases. */
export function classificationCells(cases: readonly ClassifiedCase[], failures: FailureRule): Cell[] {
  const scored = failures === 'left-out' ? cases.filter(({ call }) => call !== null) : cases
  const sensitivity = scored.filter(({ truth }) => truth).map(correctPart)
  const specificity = scored.filter(({ truth }) => !truth).map(correctPart)
  return [
    ...ratioCells('sensitivity', sensitivity),
    ...ratioCells('specificity', specificity),
    ...ratioCells('accuracy', scored.map(correctPart)),
    ...ratioCells(
      'completion',
      cases.map((one) => shareOf(one, one.call !== null)),
    ),
    ...jointCells('joint', sensitivity, specificity),
  ]
}

/** A case without an output is not called right. */
function correctPart(one: ClassifiedCase): RatioPart {
  return shareOf(one, one.call === one.truth)
}

function shareOf({ patient, weight }: ClassifiedCase, counts: boolean): RatioPart {
  return { patient, numerator: counts ? 1 : 0, denominator: 1, ...(weight === undefined ? {} : { weight }) }
}
