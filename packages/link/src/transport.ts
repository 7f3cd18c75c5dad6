import { AssayError, errorBody } from '@assay/contracts'

/** What a transport gives back: the part of the web's `Response` that is needed. */
export type Answer = Pick<Response, 'status' | 'body'>

/**
 * How a node reaches the hub: posts a JSON text to a path. The seam for mutual TLS. Throws `hub-unreachable` when there
 * is no answer at all.
 */
export type Transport = (path: string, json: string, signal: AbortSignal) => Promise<Answer>

/** Plain HTTP or HTTPS by `fetch`, under a base URL; no redirect is followed. */
export function fetchTransport(baseUrl: string): Transport {
  const base = baseUrl.replace(/\/+$/, '')
  return async (path, json, signal) => {
    const headers = { 'content-type': 'application/json' }
    try {
      return await fetch(base + path, { method: 'POST', headers, body: json, redirect: 'error', signal })
    } catch (cause) {
      signal.throwIfAborted()
      throw unreachable(cause)
    }
  }
}

/** `hub-unreachable` with the reason that the machine gives. */
export function unreachable(cause: unknown): AssayError {
  const { code } = ((cause as Error).cause ?? cause) as { code?: unknown }
  const reason = typeof code === 'string' ? code : (cause as Error).name
  return new AssayError('hub-unreachable', { reason }, { cause })
}

// A batch of messages is far smaller; more is no answer of a hub.
const largestAnswer = 64 * 1024 * 1024

/**
 * Posts a value and gives the JSON answer. Throws the hub's own error where the answer is one, `hub-unreachable` where
 * it is no answer of a hub.
 */
export async function postJson(
  transport: Transport,
  path: string,
  value: unknown,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): Promise<unknown> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    const answer = await transport(path, JSON.stringify(value), limited)
    await throwIfError(answer)
    return JSON.parse((await readBytes(answer, largestAnswer)).toString('utf8'))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AssayError) throw error
    throw unreachable(error)
  }
}

/** Throws the error that an answer carries, unless its status is 200. */
export async function throwIfError(answer: Answer): Promise<void> {
  if (answer.status === 200) return
  const text = (await readBytes(answer, 100_000)).toString('utf8')
  const parsed = errorBody.safeParse(parseOr(text))
  if (!parsed.success) throw new AssayError('hub-unreachable', { reason: `HTTP ${answer.status}` })
  throw new AssayError(parsed.data.error.code, parsed.data.error.parameters)
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readBytes({ body }: Answer, largest: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece)
    size += piece.length
    if (size > largest) throw new AssayError('too-large', { limit: largest })
  }
  return Buffer.concat(pieces)
}
