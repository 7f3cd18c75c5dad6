import { z } from 'zod'
import { beatMatrix } from './beat-matrix.ts'

/** Parameters of the estimator `ec57-beats`, as a protocol fixes them. */
export const ec57Parameters = z
  .strictObject({
    /** Widest distance of a matching pair, seconds. */
    matchWindowSeconds: z.number().gt(0).max(1).default(0.15),
    /** Skipped at the start of a record that is long enough, seconds. */
    learningSeconds: z.number().min(0).max(3600).default(300),
    /** Shortest record that the learning period is skipped in, seconds. */
    learningAppliesFromSeconds: z.number().min(0).max(864_000).default(600),
    /** Records with a pacemaker's beats: left out of the figures and counted apart. */
    pacedRecords: z.enum(['apart']).default('apart'),
  })
  // A record as short as the learning period applies to would otherwise have nothing left to score.
  .refine(({ learningSeconds, learningAppliesFromSeconds }) => learningSeconds <= learningAppliesFromSeconds)
export type Ec57Parameters = z.infer<typeof ec57Parameters>

/** Why there was no output to compare. */
const failure = z.enum([
  'crashed',
  'timed-out',
  'out-of-memory',
  'output-missing',
  'output-invalid',
  'output-too-large',
])

/** One record's outcome: what the estimator summarises. */
export const beatCaseScore = z.object({
  patient: z.string().min(1),
  record: z.string().min(1),
  matrix: beatMatrix,
  paced: z.boolean(),
  scoredSeconds: z.number().min(0),
  shutdownSeconds: z.number().min(0),
  /** Null where the device gave an output; else the matrix counts every beat as missed. */
  failure: failure.nullable(),
})
export type BeatCaseScore = z.infer<typeof beatCaseScore>
export const beatFailures = failure.options
