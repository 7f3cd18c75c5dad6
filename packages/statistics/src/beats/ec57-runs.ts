import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells, ratioFault } from '../proportions/ratio-cells.ts'
import { type RunClass, runClasses, runCounts } from './compare-runs.ts'
import { beatCaseScore, type Ec57Parameters, ec57Parameters } from './ec57-parameters.ts'
import { mostBeats } from './find-runs.ts'

const lengths = mostBeats + 1
const runMatrix = z.array(z.array(z.number().int().min(0)).length(lengths)).length(lengths)
const comparison = z.object({ sensitivity: runMatrix, predictivity: runMatrix })

/** One record's runs: what the estimator summarises. */
const runCaseScore = beatCaseScore
  .pick({ patient: true, record: true, paced: true, failure: true })
  .extend({ veb: comparison, sveb: comparison })
export type RunCaseScore = z.infer<typeof runCaseScore>

const ratios = (['veb', 'sveb'] as const).flatMap((kind) =>
  (Object.keys(runClasses) as RunClass[]).flatMap((runClass) =>
    (['sensitivity', 'positive-predictivity'] as const).flatMap((measure) =>
      (['gross', 'average'] as const).map((over) => ({
        ...{ name: `${kind}-${runClass}.${measure}.${over}`, kind, runClass, measure, over },
      })),
    ),
  ),
)
const figureIds = [...ratios.map(({ name }) => name), 'completion']
const cellNames = figureIds.flatMap((id) => Object.values(ratioCellNames(id)))

/**
 * Run-by-run performance after ANSI/AAMI EC57: sensitivity and positive predictivity for couplets, short runs (three to five beats) and
 * long runs, ventricular and supraventricular, gross and average, with intervals that respect that runs cluster in patients. Paced records
 * and failed outputs as in `ec57-beats`.
 */
export const ec57Runs: OneRoundEstimator<Ec57Parameters, RunCaseScore, MergedCells> = {
  id: 'ec57-runs',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters: ec57Parameters,
  caseScore: runCaseScore,
  acceptsWeights: false,
  released: runsRelease,
  counts: [],
  figures: () =>
    figureIds.map((id) => ({
      ...{ id, range: [0, 1] as const },
      ...(id.includes('.positive-predictivity.') ? { dependsOnPrevalence: true } : {}),
    })),
  summarise(cases) {
    const scored = cases.filter(({ paced }) => !paced)
    return {
      ...{ estimator: 'ec57-runs', version: 1, patients: new Set(cases.map(({ patient }) => patient)).size },
      cells: [
        ...ratios.flatMap((ratio) => ratioCells(ratio.name, partsOf(scored, ratio))),
        ...ratioCells(
          'completion',
          cases.map(({ patient, failure }) => ({ patient, numerator: failure === null ? 1 : 0, denominator: 1 })),
        ),
      ],
    }
  },
  merge: (releases) => mergeCells(releases, cellNames),
  estimate: (merged) =>
    figureIds.map((id) => clusteredProportion(id, merged, id, id.endsWith('.gross') ? undefined : 1)),
}

function partsOf(
  cases: readonly RunCaseScore[],
  { kind, runClass, measure, over }: (typeof ratios)[number],
): RatioPart[] {
  return cases.map((one) => {
    const { right, all } = runCounts(one[kind], runClass, measure)
    if (over === 'gross' || all === 0) return { patient: one.patient, numerator: right, denominator: all }
    return { patient: one.patient, numerator: right / all, denominator: 1 }
  })
}

function runsRelease(): z.ZodType<Released> {
  return releasedBy('ec57-runs', 1, cellNames).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    for (const id of figureIds) {
      const sums = takeValues(exact, ratioCellNames(id))
      const fault = sums && ratioFault(sums)
      if (fault) context.addIssue({ code: 'custom', message: `${id}: ${fault}` })
    }
  })
}
