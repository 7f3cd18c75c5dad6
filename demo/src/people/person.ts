import { AssayError, type Credentials, errorBody, session } from '@assay/contracts'
import type { z } from 'zod'

/** Somebody who is logged in somewhere: all that the demonstration does, it does as one of these. */
export interface Person {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>
  upload<T>(path: string, bytes: Uint8Array, type: string, schema: z.ZodType<T>): Promise<T>
  download(path: string): Promise<Uint8Array>
}

/** Logs in with a name and a password. @throws AssayError as the other side worded it. */
export async function logIn(url: string, credentials: Credentials): Promise<Person> {
  const { token } = session.parse(await send(url, '/api/access/session', { body: credentials }))
  return personWith(url, token)
}

/** Turns an invitation into an account, once. @throws AssayError('invitation-invalid') */
export async function acceptInvitation(
  url: string,
  acceptance: Credentials & { code: string; displayName: string },
): Promise<Person> {
  const { token } = session.parse(await send(url, '/api/access/invitations/accept', { body: acceptance }))
  return personWith(url, token)
}

function personWith(url: string, token: string): Person {
  return {
    get: async (path, schema) => schema.parse(await send(url, path, { token })),
    post: async (path, body, schema) => schema.parse(await send(url, path, { token, body })),
    upload: async (path, bytes, type, schema) => schema.parse(await send(url, path, { token, bytes, type })),
    download: async (path) => new Uint8Array(await (await request(url, path, { token })).arrayBuffer()),
  }
}

interface Sending {
  token?: string
  body?: unknown
  bytes?: Uint8Array
  type?: string
}

async function send(url: string, path: string, sending: Sending): Promise<unknown> {
  return (await request(url, path, sending)).json()
}

async function request(url: string, path: string, { token, body, bytes, type }: Sending): Promise<Response> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined && bytes === undefined ? 'GET' : 'POST',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(bytes === undefined ? { 'content-type': 'application/json' } : { 'content-type': type ?? '' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(bytes === undefined ? {} : { body: Buffer.from(bytes) }),
  })
  if (response.ok) return response
  throw await refusalOf(response)
}

async function refusalOf(response: Response): Promise<Error> {
  const parsed = errorBody.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) return new Error(`${response.url}: HTTP ${response.status}`)
  return new AssayError(parsed.data.error.code, parsed.data.error.parameters)
}
