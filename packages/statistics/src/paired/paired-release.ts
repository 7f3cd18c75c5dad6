import type { z } from 'zod'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { type RatioSums, ratioCellNames, ratioFault } from '../proportions/ratio-cells.ts'
import { differenceCellNames } from './difference-cells.ts'

/** Slack for sums of weights. */
const slack = 1e-9

/**
 * What `paired-classification` releases: its cells, with numbers that cases can have given. What is withheld is not checked.
 * @param names of all cells
 */
export function pairedRelease(names: readonly string[]): z.ZodType<Released> {
  return releasedBy('paired-classification', 1, names).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    for (const message of [...shareFaults(exact), ...differenceFaults(exact)])
      context.addIssue({ code: 'custom', message })
  })
}

type Values = ReadonlyMap<string, number>

function shareFaults(exact: Values): string[] {
  return ['sensitivity', 'specificity', 'completion'].flatMap((measure) =>
    ['first', 'second'].flatMap((test) => {
      const sums = takeValues<keyof RatioSums>(exact, ratioCellNames(`${measure}.${test}`))
      const fault = sums && ratioFault(sums)
      return fault ? [`${measure}.${test}: ${fault}`] : []
    }),
  )
}

/** Both tests were tried on the same units, and differ in no more than the discordant ones. */
function differenceFaults(exact: Values): string[] {
  return (['sensitivity', 'specificity'] as const).flatMap((measure) => {
    const names = differenceCellNames(measure)
    const taken = takeValues(exact, {
      first: names.first.numerator,
      second: names.second.numerator,
      units: names.first.denominator,
      others: names.second.denominator,
      squares: names.first['denominator-squared'],
      ...names.difference,
    })
    if (!taken) return []
    const { first, second, units, others, squares, discordant } = taken
    const [deviations, products] = [taken['deviation-squared'], taken['deviation-product']]
    const least = Math.abs(first - second)
    const most = Math.min(first + second, 2 * units - first - second)
    const isPossible =
      others === units &&
      discordant >= least - slack * units &&
      discordant <= most + slack * units &&
      deviations >= 0 &&
      deviations <= 4 * squares * (1 + slack) &&
      products * products <= deviations * squares * (1 + slack) + slack
    return isPossible ? [] : [`${measure}.difference: numbers that no units have`]
  })
}
