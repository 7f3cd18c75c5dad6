import { type AgreementWeights, weightMatrix } from '../agreement/agreement-weights.ts'
import { cohenKappa, crossTable } from '../agreement/cohen-kappa.ts'
import { meanAndDeviation } from '../agreement/differences.ts'
import { absoluteAgreement } from '../agreement/intraclass-correlation.ts'
import { type Part, partialArea } from '../roc/partial-area.ts'
import { rocCurve } from '../roc/roc-curve.ts'
import type { VersionCase } from './version-case.ts'

/** Which version's answers. */
export type Side = 'earlier' | 'later'

/** A version's figure over some cases; undefined where they do not define it. */
export type SideEstimate = (cases: readonly VersionCase[], side: Side) => number | undefined

/** Σ numerators / Σ denominators. */
export const ratioOf: SideEstimate = (cases, side) => {
  const denominator = cases.reduce((sum, { of }) => sum + (of?.[side] ?? 0), 0)
  return denominator > 0 ? cases.reduce((sum, one) => sum + one[side], 0) / denominator : undefined
}

/** Standard deviation of the differences to the reference. */
export const spreadOf: SideEstimate = (cases, side) => {
  if (cases.length < 2) return undefined
  return meanAndDeviation(Float64Array.from(cases, (one) => one[side] - one.truth!)).deviation
}

/** ICC(2,1) of version and reference: absolute agreement of single values. */
export const intraclassOf: SideEstimate = (cases, side) =>
  absoluteAgreement(Float64Array.from(cases.flatMap((one) => [one[side], one.truth!])), 2)

/** Area under a part of the ROC curve, not standardised. */
export function partialAreaOf(part: Part): SideEstimate {
  return (cases, side) => {
    const scoresOf = (is: number) =>
      Float64Array.from(cases.flatMap(({ truth, [side]: score }) => (truth === is ? [score] : [])))
    const curve = rocCurve({ diseased: scoresOf(1), healthy: scoresOf(0) })
    return curve && partialArea(curve, part).plain
  }
}

/** Kappa with the reference, over the grades of all the cases that are compared. */
export function kappaOf(all: readonly VersionCase[], weights: AgreementWeights): SideEstimate {
  const grades = [...new Set(all.flatMap(({ earlier, later, truth }) => [earlier, later, truth!]))].sort(
    (a, b) => a - b,
  )
  if (grades.length < 2) return () => undefined
  const places = new Map(grades.map((grade, place) => [grade, place]))
  const matrix = weightMatrix(weights, grades.length, grades)
  const codes = (values: readonly number[]) => Int32Array.from(values, (value) => places.get(value)!)
  return (cases, side) => {
    const table = crossTable(
      codes(cases.map((one) => one[side])),
      codes(cases.map(({ truth }) => truth!)),
      grades.length,
    )
    const found = cohenKappa(table, matrix)
    return found.status === 'estimated' ? found.estimate : undefined
  }
}
