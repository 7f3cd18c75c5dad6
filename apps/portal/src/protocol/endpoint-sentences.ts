import type { Endpoint } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { detectionSentences, scoringSentences } from '@assay/report/document'
import { z } from 'zod'
import { termOf } from '../app/term-of.ts'

/** What a reader wants to know of the parameters of `ec57-beats`. Seconds. */
const beatParameters = z.object({
  matchWindowSeconds: z.number(),
  learningSeconds: z.number(),
  learningAppliesFromSeconds: z.number(),
  pacedRecords: z.literal('apart').optional(),
})

/** How an endpoint is computed, in sentences. */
export function endpointSentences(endpoint: Endpoint, t: Translator): string[] {
  const { estimator, version, parameters } = endpoint
  const computed = t('common.protocol.estimator', { estimator: termOf('estimator', estimator, t), version })
  const beats = estimator === 'ec57-beats' ? beatParameters.safeParse(parameters).data : undefined
  return [
    computed,
    ...(beats ? beatSentences(beats, t) : []),
    ...detectionSentences(endpoint, t),
    ...scoringSentences(endpoint, t),
  ]
}

function beatSentences(given: z.infer<typeof beatParameters>, t: Translator): string[] {
  const { matchWindowSeconds, learningSeconds, learningAppliesFromSeconds, pacedRecords } = given
  return [
    t('common.protocol.window', { milliseconds: Math.round(1000 * matchWindowSeconds) }),
    ...(learningSeconds > 0
      ? [t('common.protocol.learning', { seconds: learningSeconds, from: learningAppliesFromSeconds })]
      : []),
    ...(pacedRecords ? [t('common.protocol.paced')] : []),
  ]
}
