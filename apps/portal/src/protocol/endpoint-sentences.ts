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

/** How endpoints are computed: a line each with what sets it apart from others, then once what is said of more than one, or of the only one. */
export function endpointLines(endpoints: readonly Endpoint[], t: Translator): string[] {
  const said = endpoints.map((endpoint) => endpointSentences(endpoint, t))
  const isShared = (sentence: string) =>
    said.length === 1 || said.filter(([, ...rules]) => rules.includes(sentence)).length > 1
  const own = said.map(([computed = '', ...rules]) => [computed, ...rules.filter((one) => !isShared(one))].join(' '))
  return [...new Set([...own, ...said.flatMap(([, ...rules]) => rules.filter(isShared))])]
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
