import { z } from 'zod'
import { dsseEnvelope } from './envelope.ts'
import { publicIdentity } from './identity.ts'
import { instant, sha256Hex, text, uuid } from './primitives.ts'

/** What sites compare: patients by the numbers they are known by, or images by their content. */
export const linkageSubject = z.enum(['patients', 'images'])
export type LinkageSubject = z.infer<typeof linkageSubject>

/** A group element of RFC 9497's ristretto255: 32 bytes in base64. */
const element = z.base64().length(44)

/** Inputs that go through the sites' keys together. */
export const mostElements = 100

/** A site's key of one round, signed with the hospital's key over the members that its steward confirmed. */
export const linkageKeyPayload = z.object({
  schema: z.literal('assay.linkage-key/1'),
  roundId: uuid,
  hospitalId: uuid,
  /** SHA-256 of the canonical JSON of the members. */
  membersHash: sha256Hex,
  publicKey: element,
})
export type LinkageKeyPayload = z.infer<typeof linkageKeyPayload>

const elements = z.array(element).min(1).max(mostElements)
const place = { roundId: uuid, step: z.number().int().min(0).max(999), batch: z.number().int().min(0) }

/** What a site asks of another: elements that say nothing to whoever has not their blinds. */
const linkageQuestion = z.object({ ...place, elements })
/** What it is answered, with the proof that the announced key was used. */
const linkageAnswer = z.object({ ...place, evaluated: elements, proof: z.base64().max(200) })

const token = z.string().regex(/^[0-9a-f]{32}$/)
/** Tokens and findings travel in parts. */
export const mostTokens = 10_000
const part = { part: z.number().int().min(0), parts: z.number().int().min(1).max(100_000) }
const linkageTokens = z.object({ roundId: uuid, ...part, tokens: z.array(token).max(mostTokens) })
const linkageFindings = z.object({
  roundId: uuid,
  ...part,
  shared: z.array(z.object({ token, others: z.number().int().min(1) })).max(mostTokens),
})

/**
 * States of a round at a hospital: asked → joined | declined; joined → linking → sent → found; each but the last → ended.
 */
const linkageState = z.enum(['asked', 'joined', 'declined', 'linking', 'sent', 'found', 'ended'])
export type LinkageState = z.infer<typeof linkageState>

/** A round as the desk shows it to its steward. */
export const deskLinkage = z.object({
  roundId: uuid,
  subject: linkageSubject,
  state: linkageState,
  /** Whose keys the tokens go through: to be compared with them by another way than the network. */
  members: z.array(publicIdentity),
  membersHash: sha256Hex,
  /** Patients or images here that can be compared. */
  own: z.number().int().min(0),
  /** Parts of the way that are done, and all. */
  done: z.number().int().min(0),
  total: z.number().int().min(0),
  /** Patients or images that other sites have, too; null until it is known. */
  shared: z.number().int().min(0).nullable(),
  /** Of these, how many are known at one other site, at two, …; which sites those are nobody learns. */
  sharedWith: z.array(z.object({ others: z.number().int().min(1), count: z.number().int().min(1) })),
  /** Studies here of these patients, or with these images; null until it is known. */
  studies: z.number().int().min(0).nullable(),
  reason: z.string().nullable(),
  askedAt: instant,
  changedAt: instant,
})
export type DeskLinkage = z.infer<typeof deskLinkage>

/** A round as the hub shows it to its operator. */
export const hubLinkage = z.object({
  roundId: uuid,
  subject: linkageSubject,
  state: z.enum(['asked', 'open', 'compared', 'ended']),
  members: z.array(
    z.object({ hospitalId: uuid, name: z.string(), state: z.enum(['asked', 'joined', 'declined', 'sent']) }),
  ),
  reason: z.string().nullable(),
  askedAt: instant,
  changedAt: instant,
})
export type HubLinkage = z.infer<typeof hubLinkage>

/** The steward joins with the members that the page showed. */
export const linkageJoining = z.object({ membersHash: sha256Hex })

export const linkageFromNode = {
  'linkage-joined': z.object({ roundId: uuid, key: dsseEnvelope }),
  'linkage-declined': z.object({ roundId: uuid, reason: text }),
  'linkage-question': linkageQuestion.extend({ to: uuid }),
  'linkage-answer': linkageAnswer.extend({ to: uuid }),
  'linkage-tokens': linkageTokens,
} as const

export const linkageFromHub = {
  'linkage-asked': z.object({
    roundId: uuid,
    subject: linkageSubject,
    members: z.array(publicIdentity).min(2).max(1000),
  }),
  'linkage-opened': z.object({ roundId: uuid, keys: z.array(dsseEnvelope).min(2).max(1000) }),
  'linkage-question': linkageQuestion.extend({ from: uuid }),
  'linkage-answer': linkageAnswer.extend({ from: uuid }),
  'linkage-found': linkageFindings,
  'linkage-ended': z.object({ roundId: uuid, reason: z.string().max(4000) }),
} as const
