import { z } from 'zod'
import { beatCaseScore } from './ec57-parameters.ts'
import { ec57Shares, type Share } from './ec57-shares.ts'

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

const count = z.number().int().min(0)
const seconds = z.number().min(0)
const comparison = z.object({
  reference: count,
  found: count,
  test: count,
  right: count,
  referenceSeconds: seconds,
  testSeconds: seconds,
  commonSeconds: seconds,
})

/** One record's episodes: what the estimator summarises. */
const episodeCaseScore = beatCaseScore
  .pick({ patient: true, record: true, paced: true, failure: true })
  .extend({ episodes: comparison })
type EpisodeCaseScore = z.infer<typeof episodeCaseScore>

/** Durations count in whole milliseconds: parts of a ratio are 0, or at least 1. */
const milliseconds = (duration: number) => Math.round(1000 * duration)

/** What each share is of. */
const shares: Readonly<Record<string, Share<EpisodeCaseScore>>> = {
  'episode.sensitivity': ({ episodes: { found, reference } }) => [found, reference],
  'episode.positive-predictivity': ({ episodes: { right, test } }) => [right, test],
  'duration.sensitivity': ({ episodes }) => [
    milliseconds(episodes.commonSeconds),
    milliseconds(episodes.referenceSeconds),
  ],
  'duration.positive-predictivity': ({ episodes }) => [
    milliseconds(episodes.commonSeconds),
    milliseconds(episodes.testSeconds),
  ],
}

/**
 * Episodes of a rhythm such as atrial fibrillation after ANSI/AAMI EC57: sensitivity and positive predictivity by episode and by duration
 * (milliseconds), gross and average.
 */
export const ec57Episodes = ec57Shares({ id: 'ec57-episodes', parameters, caseScore: episodeCaseScore, shares })
