import { dsseEnvelope } from '@assay/contracts'
import { z } from 'zod'
import { outcomeSchema } from './acknowledgement.ts'

/** Where a hub takes what nodes send. */
export const linkPaths = { messages: '/link/messages', poll: '/link/poll' } as const

/** The type of a request for messages. */
export const pollType = 'poll'

/** How long a poll may wait, in milliseconds. */
const longestWait = 25_000

/** What a node asks: what became of the messages that it got, and how long to wait for new ones. */
export const pollBody = z.strictObject({
  outcomes: z.array(outcomeSchema).max(1000),
  waitMs: z.int().min(0).max(longestWait),
})

/** What the hub answers: the oldest messages that the node has not answered for. */
export const pollAnswer = z.strictObject({ messages: z.array(dsseEnvelope).max(1000) })

/** What the hub answers to a message: its signed acknowledgement. */
export const messageAnswer = z.strictObject({ acknowledgement: dsseEnvelope })
