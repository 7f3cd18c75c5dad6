import { z } from 'zod'
import { type RunClass, runClasses, runCounts } from './compare-runs.ts'
import { beatCaseScore, ec57Parameters } from './ec57-parameters.ts'
import { ec57Shares, type Share } from './ec57-shares.ts'
import { mostBeats } from './find-runs.ts'

const lengths = mostBeats + 1
const runMatrix = z.array(z.array(z.number().int().min(0)).length(lengths)).length(lengths)
const comparison = z.object({ sensitivity: runMatrix, predictivity: runMatrix })

/** One record's runs: what the estimator summarises. */
const runCaseScore = beatCaseScore
  .pick({ patient: true, record: true, paced: true, failure: true })
  .extend({ veb: comparison, sveb: comparison })
export type RunCaseScore = z.infer<typeof runCaseScore>

/** Of each kind and class of runs: those of the reference that were found, and those of the test that are right. */
const shares: Readonly<Record<string, Share<RunCaseScore>>> = Object.fromEntries(
  (['veb', 'sveb'] as const).flatMap((kind) =>
    (Object.keys(runClasses) as RunClass[]).flatMap((runClass) =>
      (['sensitivity', 'positive-predictivity'] as const).map((measure): [string, Share<RunCaseScore>] => [
        `${kind}-${runClass}.${measure}`,
        (one) => {
          const { right, all } = runCounts(one[kind], runClass, measure)
          return [right, all]
        },
      ]),
    ),
  ),
)

/**
 * Run-by-run performance after ANSI/AAMI EC57: sensitivity and positive predictivity for couplets, short runs (three to five beats) and
 * long runs, ventricular and supraventricular, gross and average.
 */
export const ec57Runs = ec57Shares({ id: 'ec57-runs', parameters: ec57Parameters, caseScore: runCaseScore, shares })
