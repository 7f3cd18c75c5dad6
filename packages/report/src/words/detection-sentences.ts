import type { Endpoint } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { z } from 'zod'
import { detectionParameters, sizesOf } from '../charts/froc-counts.ts'
import { sizeName } from './size-name.ts'

/** What a reader wants to know of how marks become hits. */
const scoring = z.object({
  matching: z.object({
    rule: z.object({
      rule: z.enum(['distance', 'centre-in-truth', 'distance-over-size', 'overlap-over-mark', 'iou']),
      boundary: z.enum(['included', 'excluded']),
      limit: z.union([z.literal('radius'), z.number()]).optional(),
    }),
    multiplicity: z.enum(['luna16', 'one-to-one']),
    duplicates: z.enum(['ignored', 'false-positive']),
    precedence: z.enum(['lesion', 'irrelevant']),
  }),
  mostMarks: z.number().optional(),
})

/** How a protocol makes hits of marks and a curve of scores, in sentences; none for an endpoint that is no detection. */
export function detectionSentences({ estimator, parameters, scoring: given }: Endpoint, t: Translator): string[] {
  const curve = detectionParameters(estimator, parameters)
  if (!curve) return []
  const { thresholds, sizes } = curve
  const [least = 0, most = 0] = [thresholds[0], thresholds.at(-1)]
  const size = sizeName(sizesOf(sizes), t)
  return [
    ...ruleSentences(scoring.safeParse(given).data, t),
    ...(size === undefined ? [] : [t('detection.rule.sizes', { size })]),
    t('detection.rule.thresholds', { count: thresholds.length, least, most }),
  ]
}

function ruleSentences(read: z.infer<typeof scoring> | undefined, t: Translator): string[] {
  if (!read) return []
  const { rule, multiplicity, duplicates, precedence } = read.matching
  const boundary = t(`detection.rule.boundary.${rule.boundary}`)
  const name = rule.rule === 'distance' && rule.limit === 'radius' ? 'radius' : rule.rule
  return [
    t(`detection.rule.${name}`, { boundary, limit: rule.limit ?? '' }),
    t(`detection.rule.${multiplicity}`),
    t(`detection.rule.duplicates.${duplicates}`),
    t(`detection.rule.precedence.${precedence}`),
    ...(read.mostMarks === undefined ? [] : [t('detection.rule.most', { count: read.mostMarks })]),
  ]
}
