import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells, ratioFault } from '../proportions/ratio-cells.ts'

/** Parameters of the estimator `case-mean`, as a protocol fixes them. */
const parameters = z.strictObject({
  /** What a failed output counts: the worst score, 0; or nothing, and the mean then stands beside the completion rate. */
  failures: z.enum(['worst', 'left-out']).default('worst'),
})

const scoredCase = z.object({
  patient: z.string().min(1),
  /** Of a case, 1 the best: Dice, a normalised surface distance, a share. Null where the device gave no output. */
  score: z.number().min(0).max(1).nullable(),
})

type Parameters = z.infer<typeof parameters>
type Case = z.infer<typeof scoredCase>

const names = ['mean', 'completion'] as const
const cellNames = names.flatMap((name) => Object.values(ratioCellNames(name)))

/**
 * The mean over cases of a score in [0, 1], such as Dice. Cases of a patient are one cluster: the linearised variance between patients
 * on the logit, with t on K_eff − 1 degrees of freedom; at 0 and 1 as shares have it.
 */
export const caseMean: OneRoundEstimator<Parameters, Case, MergedCells> = {
  id: 'case-mean',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters,
  caseScore: scoredCase,
  acceptsWeights: false,
  released: caseMeanRelease,
  counts: [],
  figures: () => names.map((id) => ({ id, range: [0, 1] as const })),
  summarise: (cases, { failures }) => ({
    estimator: 'case-mean',
    version: 1,
    patients: new Set(cases.map(({ patient }) => patient)).size,
    cells: [...ratioCells('mean', scoreParts(cases, failures)), ...ratioCells('completion', cases.map(completionOf))],
  }),
  merge: (releases) => mergeCells(releases, cellNames),
  estimate: (merged) => names.map((name) => clusteredProportion(name, merged, name, 1)),
}

function scoreParts(cases: readonly Case[], failures: Parameters['failures']): RatioPart[] {
  return cases.flatMap(({ patient, score }) => {
    if (score === null && failures === 'left-out') return []
    return [{ patient, numerator: score ?? 0, denominator: 1 }]
  })
}

function completionOf({ patient, score }: Case): RatioPart {
  return { patient, numerator: score === null ? 0 : 1, denominator: 1 }
}

function caseMeanRelease(): z.ZodType<Released> {
  return releasedBy('case-mean', 1, cellNames).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    for (const name of names) {
      const sums = takeValues(exact, ratioCellNames(name))
      const fault = sums && ratioFault(sums)
      if (fault) context.addIssue({ code: 'custom', message: `${name}: ${fault}` })
    }
  })
}
