import type { Estimator } from '../frame/estimator.ts'
import type { FigureDescription } from '../frame/figure.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type Cell, released } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { type BeatTarget, beatTargets, matrixCells, sumCells, targetCells } from './beat-matrix.ts'
import {
  type BeatCaseScore,
  beatCaseScore,
  beatFailures,
  type Ec57Parameters,
  ec57Parameters,
} from './ec57-parameters.ts'

const measures = ['sensitivity', 'positive-predictivity'] as const
type Measure = (typeof measures)[number]

/** Counts of records, and lengths of signal. */
const tallies = [
  'records',
  'records.paced',
  ...beatFailures.map((failure) => `records.${failure}`),
  'seconds.scored',
  'seconds.shutdown',
]

/** Names of the ratios: gross from pooled counts, average over the records where it is defined. */
const ratios = beatTargets.flatMap((target) =>
  measures.flatMap((measure) =>
    (['gross', 'average'] as const).map((kind) => ({ target, measure, kind, name: `${target}.${measure}.${kind}` })),
  ),
)

/**
 * Beat-by-beat performance after ANSI/AAMI EC57: sensitivity and positive predictivity for QRS, VEB and SVEB, gross and
 * average, with intervals that respect that beats cluster in patients. Paced records stand apart; a failed output is one
 * in which no beat was found. The denominator of an average is the number of records where it is defined.
 */
export const ec57Beats: Estimator<Ec57Parameters, BeatCaseScore, MergedCells> = {
  id: 'ec57-beats',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters: ec57Parameters,
  caseScore: beatCaseScore,
  released,
  counts: [...matrixCells.map((cell) => `beats.${cell}`), ...tallies],
  figures: () => figureDescriptions,
  summarise(cases) {
    const scored = cases.filter(({ paced }) => !paced)
    return {
      estimator: 'ec57-beats',
      version: 1,
      patients: countPatients(cases),
      cells: [
        ...ratios.flatMap(({ target, measure, kind, name }) =>
          ratioCells(name, partsOf(scored, target, measure, kind)),
        ),
        ...ratioCells('completion', cases.map(completionOf)),
        ...matrixCells.map((cell) => sumCell(`beats.${cell}`, scored, ({ matrix }) => matrix[cell] ?? 0)),
        sumCell('records', cases, () => 1),
        sumCell('records.paced', cases, ({ paced }) => (paced ? 1 : 0)),
        ...beatFailures.map((failure) =>
          sumCell(`records.${failure}`, cases, (one) => (one.failure === failure ? 1 : 0)),
        ),
        sumCell('seconds.scored', scored, ({ scoredSeconds }) => scoredSeconds),
        sumCell('seconds.shutdown', scored, ({ shutdownSeconds }) => shutdownSeconds),
      ],
    }
  },
  merge: (releases) => mergeCells(releases, cellNames),
  estimate: (merged) =>
    [...ratios.map(({ name }) => name), 'completion'].map((name) => clusteredProportion(name, merged, name)),
}

const figureDescriptions: FigureDescription[] = [...ratios.map(({ name }) => name), 'completion'].map((id) => ({
  id,
  range: [0, 1],
}))

const cellNames: readonly string[] = [
  ...[...ratios.map(({ name }) => name), 'completion'].flatMap((name) => Object.values(ratioCellNames(name))),
  ...matrixCells.map((cell) => `beats.${cell}`),
  ...tallies,
]

function partsOf(
  cases: readonly BeatCaseScore[],
  target: BeatTarget,
  measure: Measure,
  kind: 'gross' | 'average',
): RatioPart[] {
  const { truePositive, falseNegative, falsePositive } = targetCells[target]
  const others = measure === 'sensitivity' ? falseNegative : falsePositive
  return cases.map(({ patient, matrix }) => {
    const numerator = sumCells(matrix, truePositive)
    const denominator = numerator + sumCells(matrix, others)
    if (kind === 'gross') return { patient, numerator, denominator }
    return denominator === 0
      ? { patient, numerator: 0, denominator: 0 }
      : { patient, numerator: numerator / denominator, denominator: 1 }
  })
}

function completionOf({ patient, failure }: BeatCaseScore): RatioPart {
  return { patient, numerator: failure === null ? 1 : 0, denominator: 1 }
}

function sumCell(name: string, cases: readonly BeatCaseScore[], take: (score: BeatCaseScore) => number): Cell {
  const byPatient = Map.groupBy(cases, ({ patient }) => patient)
  const contributions = [...byPatient]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => own.reduce((sum, one) => sum + take(one), 0))
    .filter((value) => value > 0)
  return {
    name,
    value: contributions.reduce((sum, value) => sum + value, 0),
    patients: contributions.length,
    largest: [...contributions].sort((a, b) => b - a).slice(0, 2),
  }
}

function countPatients(cases: readonly BeatCaseScore[]): number {
  return new Set(cases.map(({ patient }) => patient)).size
}
