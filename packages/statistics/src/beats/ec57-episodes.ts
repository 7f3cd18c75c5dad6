import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import { exactValues, takeValues } from '../frame/exact-values.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells, ratioFault } from '../proportions/ratio-cells.ts'
import { beatCaseScore } from './ec57-parameters.ts'

/** Parameters of the estimator `ec57-episodes`, as a protocol fixes them. */
const parameters = z
  .strictObject({
    /** As annotations write it after the bracket: AFIB, AFL, VT … */
    rhythm: z
      .string()
      .regex(/^[A-Za-z0-9]{1,16}$/)
      .default('AFIB'),
    /** Skipped at the start of a record that is long enough, seconds. */
    learningSeconds: z.number().min(0).max(3600).default(300),
    /** Shortest record that the learning period is skipped in, seconds. */
    learningAppliesFromSeconds: z.number().min(0).max(864_000).default(600),
  })
  .refine(({ learningSeconds, learningAppliesFromSeconds }) => learningSeconds <= learningAppliesFromSeconds)
type Parameters = z.infer<typeof parameters>

const count = z.number().int().min(0)
const seconds = z.number().min(0)
const comparison = z.object({
  ...{ reference: count, found: count, test: count, right: count },
  ...{ referenceSeconds: seconds, testSeconds: seconds, commonSeconds: seconds },
})
type Comparison = z.infer<typeof comparison>

/** One record's episodes: what the estimator summarises. */
const episodeCaseScore = beatCaseScore
  .pick({ patient: true, record: true, paced: true, failure: true })
  .extend({ episodes: comparison })
type EpisodeCaseScore = z.infer<typeof episodeCaseScore>

/** Durations count in whole milliseconds: parts of a ratio are 0, or at least 1. */
const milliseconds = (duration: number) => Math.round(1000 * duration)

/** What each share is of. */
const shares: Readonly<Record<string, (one: Comparison) => readonly [part: number, whole: number]>> = {
  'episode.sensitivity': ({ found, reference }) => [found, reference],
  'episode.positive-predictivity': ({ right, test }) => [right, test],
  'duration.sensitivity': (one) => [milliseconds(one.commonSeconds), milliseconds(one.referenceSeconds)],
  'duration.positive-predictivity': (one) => [milliseconds(one.commonSeconds), milliseconds(one.testSeconds)],
}

const ratios = Object.entries(shares).flatMap(([name, share]) =>
  (['gross', 'average'] as const).map((over) => ({ name: `${name}.${over}`, share, over })),
)
const figureIds = [...ratios.map(({ name }) => name), 'completion']
const cellNames = figureIds.flatMap((id) => Object.values(ratioCellNames(id)))

/**
 * Episodes of a rhythm such as atrial fibrillation after ANSI/AAMI EC57: sensitivity and positive predictivity by episode and by duration
 * (milliseconds), gross and average, with intervals that respect that episodes cluster in patients. Paced records and failed outputs as in
 * `ec57-beats`.
 */
export const ec57Episodes: OneRoundEstimator<Parameters, EpisodeCaseScore, MergedCells> = {
  id: 'ec57-episodes',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters,
  caseScore: episodeCaseScore,
  acceptsWeights: false,
  released: episodesRelease,
  counts: [],
  figures: () =>
    figureIds.map((id) => ({
      ...{ id, range: [0, 1] as const },
      ...(id.includes('.positive-predictivity.') ? { dependsOnPrevalence: true } : {}),
    })),
  summarise(cases) {
    const scored = cases.filter(({ paced }) => !paced)
    return {
      ...{ estimator: 'ec57-episodes', version: 1, patients: new Set(cases.map(({ patient }) => patient)).size },
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

function partsOf(cases: readonly EpisodeCaseScore[], { share, over }: (typeof ratios)[number]): RatioPart[] {
  return cases.map(({ patient, episodes }) => {
    const [part, whole] = share(episodes)
    if (over === 'gross' || whole === 0) return { patient, numerator: part, denominator: whole }
    return { patient, numerator: part / whole, denominator: 1 }
  })
}

function episodesRelease(): z.ZodType<Released> {
  return releasedBy('ec57-episodes', 1, cellNames).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    for (const id of figureIds) {
      const sums = takeValues(exact, ratioCellNames(id))
      const fault = sums && ratioFault(sums)
      if (fault) context.addIssue({ code: 'custom', message: `${id}: ${fault}` })
    }
  })
}
