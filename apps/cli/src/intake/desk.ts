import process from 'node:process'
import { AssayError, errorBody, session } from '@assay/contracts'
import type { MessageKey } from '@assay/messages'
import type { z } from 'zod'
import type { Terminal } from '../terminal.ts'

/** Where a node is, and who asks. */
export interface DeskOptions {
  readonly node?: string
  readonly user?: string
  readonly json?: boolean
  /** Words for a desk that does not answer. */
  readonly unreachable?: MessageKey
}

/** A node's desk, as a steward who has logged in. */
export interface Desk {
  readonly ask: <Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: Schema,
    body?: unknown,
  ) => Promise<z.infer<Schema>>
  /** Sends a file as it is read. */
  readonly send: <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    file: { size: number; bytes: ReadableStream },
  ) => Promise<z.infer<Schema>>
  /** A file, as it comes. */
  readonly download: (path: string) => Promise<ReadableStream>
}

/** Words for what keeps the command from asking. */
export class DeskUnavailable extends Error {}

/** Logs a steward in. @throws DeskUnavailable; AssayError with the node's own refusal */
export async function openDesk({ t }: Terminal, options: DeskOptions): Promise<Desk> {
  const { ASSAY_NODE, ASSAY_USER, ASSAY_PASSWORD } = process.env
  const node = (options.node ?? ASSAY_NODE ?? 'http://127.0.0.1:4101').replace(/\/+$/, '')
  const name = options.user ?? ASSAY_USER
  if (!name || !ASSAY_PASSWORD) throw new DeskUnavailable(t('intake.loginMissing'))
  const answerTo = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(`${node}/api${path}`, init).catch((error: Error) => {
      const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException
      throw new DeskUnavailable(t(options.unreachable ?? 'intake.unreachable', { node, reason: code ?? message }))
    })
    if (answer.ok) return answer
    const { code, parameters } = errorBody.parse(await answer.json()).error
    throw new AssayError(code, parameters)
  }
  const request = async <Schema extends z.ZodType>(path: string, schema: Schema, init: RequestInit) =>
    schema.parse(await (await answerTo(path, init)).json())
  const json = { 'content-type': 'application/json' }
  const credentials = JSON.stringify({ name, password: ASSAY_PASSWORD })
  const { token } = await request('/access/session', session, { method: 'POST', headers: json, body: credentials })
  const authorization = `Bearer ${token}`
  return {
    download: async (path) => (await answerTo(path, { headers: { authorization } })).body!,
    ask: (method, path, schema, body) =>
      request(path, schema, {
        method,
        headers: { ...json, authorization },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    send: (path, schema, { size, bytes }) =>
      request(path, schema, {
        method: 'POST',
        body: bytes,
        duplex: 'half',
        headers: { authorization, 'content-type': 'application/octet-stream', 'content-length': String(size) },
      } as RequestInit),
  }
}
