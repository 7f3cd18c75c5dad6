import type { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells, ratioFault } from '../proportions/ratio-cells.ts'
import type { BeatCaseScore } from './ec57-parameters.ts'

/** What a share of a record is of: a part of a whole, whole numbers. */
export type Share<CaseScore> = (one: CaseScore) => readonly [part: number, whole: number]

interface SharesOptions<Parameters, CaseScore> {
  readonly id: string
  readonly parameters: z.ZodType<Parameters>
  readonly caseScore: z.ZodType<CaseScore>
  readonly shares: Readonly<Record<string, Share<CaseScore>>>
}

type ScoredRecord = Pick<BeatCaseScore, 'patient' | 'paced' | 'failure'>

/**
 * Shares of records after ANSI/AAMI EC57, each *gross* (the parts of all records over their wholes) and *average* (the mean of the records'
 * own shares), with intervals that respect that records cluster in patients; and `completion`, the share of records with an output. Paced
 * records and failed outputs as in `ec57-beats`.
 */
export function ec57Shares<Parameters, CaseScore extends ScoredRecord>({
  id,
  parameters,
  caseScore,
  shares,
}: SharesOptions<Parameters, CaseScore>): OneRoundEstimator<Parameters, CaseScore, MergedCells> {
  const version = 1
  const ratios = Object.entries(shares).flatMap(([name, share]) =>
    (['gross', 'average'] as const).map((over) => ({ name: `${name}.${over}`, share, over })),
  )
  const figureIds = [...ratios.map(({ name }) => name), 'completion']
  const cellNames = figureIds.flatMap((figure) => Object.values(ratioCellNames(figure)))
  return {
    id,
    version,
    parameters,
    caseScore,
    kind: 'pooled-exact',
    pointEstimate: 'ratio-of-sums',
    variance: 'linearised-between-patients',
    acceptsWeights: false,
    released: () => released({ id, version, figureIds, cellNames }),
    counts: [],
    figures: () =>
      figureIds.map((figure) => ({
        id: figure,
        range: [0, 1] as const,
        ...(figure.includes('.positive-predictivity.') ? { dependsOnPrevalence: true } : {}),
      })),
    summarise(cases) {
      const scored = cases.filter(({ paced }) => !paced)
      return {
        estimator: id,
        version,
        patients: new Set(cases.map(({ patient }) => patient)).size,
        cells: [
          ...ratios.flatMap(({ name, share, over }) =>
            ratioCells(
              name,
              scored.map((one) => partOf(one.patient, share(one), over)),
            ),
          ),
          ...ratioCells(
            'completion',
            cases.map(({ patient, failure }) => ({ patient, numerator: failure === null ? 1 : 0, denominator: 1 })),
          ),
        ],
      }
    },
    merge: (releases) => mergeCells(releases, cellNames),
    estimate: (merged) =>
      figureIds.map((figure) => clusteredProportion(figure, merged, figure, figure.endsWith('.gross') ? undefined : 1)),
  }
}

function partOf(patient: string, [part, whole]: readonly [number, number], over: 'gross' | 'average'): RatioPart {
  if (over === 'gross' || whole === 0) return { patient, numerator: part, denominator: whole }
  return { patient, numerator: part / whole, denominator: 1 }
}

function released({
  id,
  version,
  figureIds,
  cellNames,
}: {
  id: string
  version: number
  figureIds: readonly string[]
  cellNames: readonly string[]
}): z.ZodType<Released> {
  return releasedBy(id, version, cellNames).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    for (const figure of figureIds) {
      const sums = takeValues(exact, ratioCellNames(figure))
      const fault = sums && ratioFault(sums)
      if (fault) context.addIssue({ code: 'custom', message: `${figure}: ${fault}` })
    }
  })
}
