import { z } from 'zod'
import { provenance } from './data.ts'
import { line, slug } from './primitives.ts'

/**
 * A release policy: a document of the hospital, versioned. Which cells of a summary leave, and how.
 * `leastPatients` applies to the patients who contribute to each cell.
 */
export const releasePolicy = z.object({
  id: slug,
  version: z.number().int().min(1),
  title: line,
  appliesTo: z.array(provenance).min(1),
  leastPatients: z.number().int().min(0),
  /** What a count that leaves is rounded to, after suppression; left out, it leaves as it is. */
  roundTo: z.number().int().min(2).optional(),
  /** A cell of which the two largest contributions make up this share is suppressed. */
  dominance: z.number().gt(0).max(1).optional(),
  recipient: z.enum(['reviewing-centre', 'public']),
  status: line,
})
export type ReleasePolicy = z.infer<typeof releasePolicy>
