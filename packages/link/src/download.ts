import type { Link } from './link.ts'
import type { Hub } from './send-pending.ts'
import { signRequest } from './signed-request.ts'
import { throwIfError, unreachable } from './transport.ts'

/**
 * Asks the hub for a file (a device package by its digest, say) with a signed request, and gives its bytes in pieces as
 * they come. Nothing here checks them: hash what arrives. Throws the hub's error, or `hub-unreachable`.
 */
export async function* download(
  link: Pick<Link, 'self' | 'key' | 'clock' | 'random'>,
  { id: to, transport }: Hub,
  { path, type, body, signal }: { path: string; type: string; body: unknown; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const answer = await transport(path, JSON.stringify(signRequest(link, { to, type, body })), signal)
  await throwIfError(answer)
  try {
    yield* (answer.body ?? []) as AsyncIterable<Uint8Array>
  } catch (cause) {
    signal.throwIfAborted()
    throw unreachable(cause)
  }
}
