import type { z } from 'zod'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { classificationCellNames, classificationShares } from './classification-cells.ts'
import { type JointSums, jointCellNames } from './joint-cells.ts'
import { type RatioSums, ratioCellNames, ratioFault } from './ratio-cells.ts'

/** Slack for sums of weights. */
const slack = 1e-9

/** What `classification` releases: its cells, with numbers that cases can have given. What is withheld is not checked. */
export const classificationRelease: z.ZodType<Released> = releasedBy(
  'classification',
  1,
  classificationCellNames,
).superRefine(({ cells }, context) => {
  const exact = exactValues(cells)
  for (const message of [...shareFaults(exact), ...sumFaults(exact), ...jointFaults(exact)])
    context.addIssue({ code: 'custom', message })
})

type Values = ReadonlyMap<string, number>

function shareFaults(exact: Values): string[] {
  return classificationShares.flatMap((share) => {
    const sums = takeValues(exact, ratioCellNames(share))
    const fault = sums && ratioFault(sums)
    return fault ? [`${share}: ${fault}`] : []
  })
}

/** The classes make up what was scored, and no more is scored than was tried. */
function sumFaults(exact: Values): string[] {
  const faults = (['numerator', 'denominator'] as const).flatMap((part) => {
    const sums = takeValues(exact, {
      first: `sensitivity.${part}`,
      second: `specificity.${part}`,
      all: `accuracy.${part}`,
    })
    if (!sums || Math.abs(sums.first + sums.second - sums.all) <= slack * sums.all) return []
    return [`accuracy.${part}: not the sum of both classes`]
  })
  const tried = takeValues(exact, { scored: 'accuracy.denominator', all: 'completion.denominator' })
  const tooMany = tried && tried.scored > tried.all * (1 + slack)
  return tooMany ? [...faults, 'accuracy.denominator: more than were tried'] : faults
}

/** Cauchy's inequality. */
function jointFaults(exact: Values): string[] {
  const joint = takeValues<keyof JointSums>(exact, jointCellNames('joint'))
  const first = takeValues<keyof RatioSums>(exact, ratioCellNames('sensitivity'))
  const second = takeValues<keyof RatioSums>(exact, ratioCellNames('specificity'))
  if (!joint || !first || !second) return []
  const isWithin = (product: number, one: number, other: number) =>
    product * product <= one * other * (1 + slack) + slack
  const [dd, nn] = ['deviation-squared', 'denominator-squared'] as const
  const isPossible =
    joint.denominators >= 0 &&
    isWithin(joint.denominators, first[nn], second[nn]) &&
    isWithin(joint.deviations, first[dd], second[dd]) &&
    isWithin(joint['first-deviation'], first[dd], second[nn]) &&
    isWithin(joint['second-deviation'], first[nn], second[dd])
  return isPossible ? [] : ['joint: products that no patients have']
}
