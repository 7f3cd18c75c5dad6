import { z } from 'zod'
import { provenance } from './data.ts'
import { dsseEnvelope } from './envelope.ts'
import { instant, line, sha256Hex, slug, text, uuid } from './primitives.ts'
import { releasedCount } from './released-count.ts'

/** Cells of one quantity: no more than can be compared over all that suppressed cells may hold. */
export const mostDistributionCells = 16

/**
 * What patients are counted by: a measured quantity between fixed edges, both ends open so that no least or largest value
 * shows; or a characteristic by its values and `other`.
 */
export const distributionAxis = z.union([
  z.strictObject({
    name: slug,
    /** In UCUM. */
    unit: z.string().min(1).max(32),
    edges: z
      .array(z.number())
      .min(1)
      .max(mostDistributionCells - 1)
      .refine((edges) => edges.every((edge, i) => i === 0 || edge > edges[i - 1]!), { message: 'edges do not rise' }),
  }),
  z.strictObject({
    name: slug,
    values: z
      .array(line)
      .min(1)
      .max(mostDistributionCells - 1),
  }),
])
export type DistributionAxis = z.infer<typeof distributionAxis>

/** Cells of an axis: below the first edge, between edges, from the last on; or one a value, and others. */
export function cellsOfAxis(axis: DistributionAxis): number {
  return ('edges' in axis ? axis.edges : axis.values).length + 1
}

const count = z.number().int().min(0).max(100_000_000)

const quantities = z
  .array(z.strictObject({ axis: distributionAxis, cells: z.array(releasedCount) }))
  .min(1)
  .max(60)

/** What a hospital signs and sends of a category: bound to request, recipient, purpose and the definition of the cells. */
export const distributionRelease = z.strictObject({
  schema: z.literal('assay.distribution-release/1'),
  requestId: uuid,
  hospitalId: uuid,
  recipient: uuid,
  purpose: z.literal('distribution-reference'),
  category: slug,
  /** From 1 on: a later one takes the place of an earlier one. */
  sequence: z.number().int().min(1),
  /** SHA-256 of the category and its axes. */
  definition: sha256Hex,
  provenance,
  policy: z.strictObject({ id: slug, version: z.number().int().min(1), hash: sha256Hex }),
  quantities,
})
export type DistributionRelease = z.infer<typeof distributionRelease>

const extent = z.strictObject({ lower: z.number().min(0), upper: z.number().min(0) })

/** What at least three other hospitals have together, for one hospital: signed by the hub, bound to it. */
export const distributionReference = z.strictObject({
  schema: z.literal('assay.distribution-reference/1'),
  requestId: uuid,
  hubId: uuid,
  recipient: uuid,
  category: slug,
  /** From 1 on, the same instant for all hospitals. */
  epoch: z.number().int().min(1),
  definition: sha256Hex,
  /** Other hospitals whose counts are in it. */
  hospitals: z.number().int().min(3),
  quantities: z
    .array(z.strictObject({ axis: distributionAxis, cells: z.array(extent) }))
    .min(1)
    .max(60),
  at: instant,
})
export type DistributionReference = z.infer<typeof distributionReference>

/** asked → sent | declined; either again when it changed enough; refused by the hub, with its code. */
const distributionState = z.enum(['asked', 'sent', 'declined', 'refused'])
export type DistributionState = z.infer<typeof distributionState>

/** Why a cell leaves otherwise than it was counted. */
const withheldReason = z.enum(['too-few-patients', 'dominated', 'protects-others', 'changed-too-little'])
export type WithheldReason = z.infer<typeof withheldReason>

/** A cell at the desk: what is counted here, which stays, and what would leave. */
const deskCell = z.object({ patients: count, leaves: releasedCount, reason: withheldReason.nullable() })

/** What would leave, as its steward reads it before signing. */
export const distributionProposal = z.object({
  payload: distributionRelease,
  /** Exactly the bytes that are signed. */
  bytes: z.string(),
  sha256: sha256Hex,
  /** In the order of the payload's quantities. */
  cells: z.array(z.array(deskCell)),
  preparedAt: instant,
})
export type DistributionProposal = z.infer<typeof distributionProposal>

/** A category's distributions at the desk. */
export const deskDistribution = z.object({
  requestId: uuid,
  category: slug,
  state: distributionState,
  reason: z.string().nullable(),
  askedAt: instant,
  changedAt: instant,
  /** What waits for a signature; null where nothing changed enough since it was last decided. */
  proposal: distributionProposal.nullable(),
  sent: z.object({ sequence: z.number().int(), signedAt: instant, sha256: sha256Hex }).nullable(),
  /** The hospital's own counts beside the others'; null before anything was heard of the others. */
  comparison: z
    .object({
      hospitals: z.number().int(),
      epoch: z.number().int(),
      at: instant,
      quantities: z.array(
        z.object({
          axis: distributionAxis,
          own: z.array(count),
          others: z.array(extent),
          /** Total variation distance over all that suppressed cells may hold; null where one side has nobody. */
          distance: z.object({ least: z.number(), most: z.number() }).nullable(),
        }),
      ),
    })
    .nullable(),
})
export type DeskDistribution = z.infer<typeof deskDistribution>

/** A category's distributions at the hub: what each hospital let out. */
export const hubDistribution = z.object({
  requestId: uuid,
  category: slug,
  askedAt: instant,
  epoch: z.number().int().min(0),
  /** Hospitals whose counts changed since the last reference was sent, and how many it takes for the next. */
  changed: z.number().int().min(0),
  needed: z.number().int().min(1),
  axes: z.array(distributionAxis),
  hospitals: z.array(
    z.object({
      hospitalId: uuid,
      name: z.string(),
      state: z.enum(['asked', 'sent', 'declined']),
      reason: z.string().nullable(),
      receivedAt: instant.nullable(),
      /** In the order of the axes; null before anything came. */
      quantities: z.array(z.array(releasedCount)).nullable(),
    }),
  ),
})
export type HubDistribution = z.infer<typeof hubDistribution>

export const distributionsFromNode = {
  'distribution-released': z.object({ requestId: uuid, release: dsseEnvelope }),
  'distribution-declined': z.object({ requestId: uuid, reason: text }),
} as const

export const distributionsFromHub = {
  'distribution-asked': z.object({ requestId: uuid, category: slug, definition: sha256Hex }),
  'distribution-reference': z.object({ requestId: uuid, reference: dsseEnvelope }),
} as const
