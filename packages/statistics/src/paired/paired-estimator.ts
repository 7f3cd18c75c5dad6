import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import type { FigureDescription } from '../frame/figure.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import type { Cell } from '../frame/site-summary.ts'
import { failureRule } from '../proportions/classified-case.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { differenceCellList, differenceCells, type PairedUnit } from './difference-cells.ts'
import { differenceFigure } from './difference-figure.ts'
import { type PairedCase, pairedCase } from './paired-case.ts'
import { pairedRelease } from './paired-release.ts'

/** Parameters of the estimator `paired-classification`, as a protocol fixes them. */
export const pairedParameters = z.strictObject({
  /** A case that either device gave no output for: each that gave none is wrong, or no case. */
  failures: failureRule,
})
export type PairedParameters = z.infer<typeof pairedParameters>

const measures = ['sensitivity', 'specificity'] as const
const tests = ['first', 'second'] as const
const completions = tests.map((test) => `completion.${test}`)

/** Names of all cells of a release. */
const pairedCellNames: readonly string[] = [
  ...measures.flatMap(differenceCellList),
  ...completions.flatMap((name) => Object.values(ratioCellNames(name))),
]

/**
 * Two devices, or two versions of one, on the same cases: sensitivity and specificity of both, and the differences, first minus
 * second. Patients are clusters. A criterion of non-inferiority holds the lower limit of a difference against −margin.
 */
export const pairedClassification: OneRoundEstimator<PairedParameters, PairedCase, MergedCells> = {
  id: 'paired-classification',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters: pairedParameters,
  caseScore: pairedCase,
  acceptsWeights: true,
  released: () => pairedRelease(pairedCellNames),
  counts: measures.flatMap((measure) => [
    ...tests.map((test) => `${measure}.${test}.numerator`),
    ...[`${measure}.first.denominator`, `${measure}.difference.discordant`],
  ]),
  figures: () => [
    ...measures.flatMap((measure): FigureDescription[] => [
      ...tests.map((test) => ({ id: `${measure}.${test}`, range: [0, 1] as const })),
      { id: `${measure}.difference`, range: [-1, 1], measure: 'difference' },
    ]),
    ...completions.map((id) => ({ id, range: [0, 1] as const })),
  ],
  summarise: (cases, parameters) => ({
    estimator: 'paired-classification',
    version: 1,
    patients: new Set(cases.map(({ patient }) => patient)).size,
    cells: pairedCells(cases, parameters),
  }),
  merge: (releases) => mergeCells(releases, pairedCellNames),
  estimate: (merged) => [
    ...measures.flatMap((measure) => [
      ...tests.map((test) => clusteredProportion(`${measure}.${test}`, merged, `${measure}.${test}`, 1)),
      differenceFigure(`${measure}.difference`, merged, measure),
    ]),
    ...completions.map((id) => clusteredProportion(id, merged, id, 1)),
  ],
}

function pairedCells(cases: readonly PairedCase[], { failures }: PairedParameters): Cell[] {
  const isScored = ({ first, second }: PairedCase) => failures !== 'left-out' || (first !== null && second !== null)
  const scored = cases.filter(isScored)
  return [
    ...measures.flatMap((measure) =>
      differenceCells(measure, scored.filter(({ truth }) => truth === (measure === 'sensitivity')).map(unitOf)),
    ),
    ...tests.flatMap((test) =>
      ratioCells(
        `completion.${test}`,
        cases.map(({ patient, weight = 1, ...one }) => {
          return { patient, numerator: one[test] === null ? 0 : 1, denominator: 1, weight }
        }),
      ),
    ),
  ]
}

/** A case without an output is not called right. */
function unitOf({ patient, truth, first, second, weight = 1 }: PairedCase): PairedUnit {
  return { patient, weight, first: first === truth ? 1 : 0, second: second === truth ? 1 : 0 }
}
