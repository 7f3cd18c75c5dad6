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
  recipient: z.enum(['reviewing-centre', 'public']),
  status: line,
})
export type ReleasePolicy = z.infer<typeof releasePolicy>
