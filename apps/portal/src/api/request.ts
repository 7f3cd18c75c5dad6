import { type ErrorBody, type ErrorCode, errorBody } from '@assay/contracts'
import type { ZodType } from 'zod'

/** An answer that is an error: its code and parameters, as the server gave them. */
export class ApiError extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly parameters: ErrorBody['error']['parameters']

  constructor(status: number, { code, parameters }: ErrorBody['error']) {
    super(code)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.parameters = parameters
  }
}

/** The server could not be reached at all. */
export class ConnectionError extends Error {
  override name = 'ConnectionError'
}

/** Reads an answer of the interface, checked against its schema. */
export function read<T>(path: string, schema: ZodType<T>): Promise<T> {
  return exchange('GET', path, schema)
}

/** Sends JSON and reads the answer. */
export function send<T>(method: 'POST' | 'PUT', path: string, body: unknown, schema: ZodType<T>): Promise<T> {
  const content = body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' }
  return exchange(method, path, schema, content)
}

/** Sends a file as it is. */
export function sendFile<T>(path: string, body: Blob, type: string, schema: ZodType<T>): Promise<T> {
  return exchange('POST', path, schema, { body, type })
}

/** Ends something; no answer but that it is done. */
export async function remove(path: string): Promise<void> {
  await answerOf('DELETE', path, {})
}

async function exchange<T>(method: string, path: string, schema: ZodType<T>, content: Content = {}): Promise<T> {
  const answer = await answerOf(method, path, content)
  return schema.parse(await answer.json())
}

interface Content {
  readonly body?: BodyInit
  readonly type?: string
}

async function answerOf(method: string, path: string, { body, type }: Content): Promise<Response> {
  const headers = { accept: 'application/json', ...(type ? { 'content-type': type } : {}) }
  const answer = await fetch(path, { method, headers, ...(body === undefined ? {} : { body }) }).catch(() => {
    throw new ConnectionError()
  })
  if (!answer.ok) throw await errorOf(answer)
  return answer
}

async function errorOf(answer: Response): Promise<Error> {
  const parsed = errorBody.safeParse(await answer.json().catch(() => undefined))
  return parsed.success ? new ApiError(answer.status, parsed.data.error) : new ConnectionError()
}
