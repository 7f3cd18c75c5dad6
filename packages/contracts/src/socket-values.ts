import { z } from 'zod'

const place = z.tuple([z.number(), z.number(), z.number()])
const marked = { name: z.string().max(1000).nullish(), probability: z.number().min(0).max(1).nullish() }
const version = z.object({ major: z.number().int(), minor: z.number().int() })

/**
 * What the JSON of an input or output has to be, by its kind; numbers are finite, whatever JSON lets through. Places are millimetres in the
 * patient, or pixels where an image has no place, as the task says.
 */
export const socketValues = {
  Integer: z.number().int(),
  Float: z.number(),
  Bool: z.boolean(),
  Choice: z.string().max(1000),
  Anything: z.json(),
  'Multiple points': z.object({
    type: z.literal('Multiple points'),
    version,
    points: z.array(z.object({ ...marked, point: place })).max(1_000_000),
  }),
  'Multiple 2D bounding boxes': z.object({
    type: z.literal('Multiple 2D bounding boxes'),
    version,
    boxes: z.array(z.object({ ...marked, corners: z.array(place).length(4) })).max(1_000_000),
  }),
  'Multiple polygons': z.object({
    type: z.literal('Multiple polygons'),
    version,
    polygons: z.array(z.object({ ...marked, path_points: z.array(place).min(3).max(1_000_000) })).max(100_000),
  }),
} as const

/** Kinds whose value is JSON in a file. */
export type SocketValueKind = keyof typeof socketValues
export type SocketValue<Kind extends SocketValueKind> = z.infer<(typeof socketValues)[Kind]>
