import { errorBody } from '@assay/contracts'
import type { z } from 'zod'

/** A JSON body that a request must bring. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } } as const
}

/** What a route answers: JSON of this schema with status 200, and errors as everywhere. */
export function answers<Schema extends z.ZodType>(schema: Schema) {
  return {
    200: { description: 'OK', content: { 'application/json': { schema } } },
    '4XX': { description: 'Error', content: { 'application/json': { schema: errorBody } } },
  } as const
}

/** What a route answers that gives a file: bytes of this media type, and errors as everywhere. */
export function answersFile(mediaType: string) {
  return {
    200: { description: 'OK', content: { [mediaType]: { schema: { type: 'string', format: 'binary' } as const } } },
    '4XX': { description: 'Error', content: { 'application/json': { schema: errorBody } } },
  }
}

/** What a route answers that has nothing to say, and errors as everywhere. */
export const answersNothing = {
  204: { description: 'No content' },
  '4XX': { description: 'Error', content: { 'application/json': { schema: errorBody } } },
} as const
