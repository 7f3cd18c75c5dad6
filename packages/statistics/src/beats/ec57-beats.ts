import type { OneRoundEstimator } from '../frame/estimator.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import type { Cell } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCells } from '../proportions/ratio-cells.ts'
import { matrixCells, sumCells } from './beat-matrix.ts'
import { type BeatRatio, beatRatios, ec57Cells, ec57Counts, ec57FigureIds } from './ec57-cells.ts'
import {
  type BeatCaseScore,
  beatCaseScore,
  beatFailures,
  type Ec57Parameters,
  ec57Parameters,
} from './ec57-parameters.ts'
import { ec57Release } from './ec57-release.ts'

/**
 * Beat-by-beat performance after ANSI/AAMI EC57: sensitivity and positive predictivity for QRS, VEB and SVEB, gross and
 * average, with intervals that respect that beats cluster in patients. Paced records stand apart; a failed output is one
 * in which no beat was found. The denominator of an average is the number of records where it is defined. All of a
 * patient's records belong to one site: two sites with the same patient count two.
 */
export const ec57Beats: OneRoundEstimator<Ec57Parameters, BeatCaseScore, MergedCells> = {
  id: 'ec57-beats',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters: ec57Parameters,
  caseScore: beatCaseScore,
  acceptsWeights: false,
  released: () => ec57Release,
  counts: ec57Counts,
  figures: () =>
    ec57FigureIds.map((id) => ({
      id,
      range: [0, 1] as const,
      ...(id.includes('.positive-predictivity.') ? { dependsOnPrevalence: true } : {}),
    })),
  summarise(cases) {
    const scored = cases.filter(({ paced }) => !paced)
    return {
      estimator: 'ec57-beats',
      version: 1,
      patients: new Set(cases.map(({ patient }) => patient)).size,
      cells: [
        ...beatRatios.flatMap((ratio) => ratioCells(ratio.name, partsOf(scored, ratio))),
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
  merge: (releases) => mergeCells(releases, ec57Cells),
  estimate: (merged) => ec57FigureIds.map((id) => clusteredProportion(id, merged, id, mostPerCase(id))),
}

/** A record counts once in an average and in completion; the beats of a record have no bound. */
function mostPerCase(id: string): number | undefined {
  return id === 'completion' || id.endsWith('.average') ? 1 : undefined
}

function partsOf(cases: readonly BeatCaseScore[], { kind, truePositive, others }: BeatRatio): RatioPart[] {
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

/** A sum over records, with the patients who add to it. */
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
