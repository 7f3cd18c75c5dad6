import type { AddressInfo } from 'node:net'
import { AssayError } from '@assay/contracts'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import type { Router } from './router.ts'

/** An app that answers at `url`. */
export interface Served {
  readonly url: string
  /** Takes no more requests, lets the open ones end for at most `graceMilliseconds` (default 3000), then cuts them. */
  readonly close: (graceMilliseconds?: number) => Promise<void>
}

/**
 * How long an idle connection is kept. A client that asks once a few seconds, and on a busy machine later than it meant to, must not meet one that is just
 * being closed.
 */
const keepAliveTimeout = 65_000

/** Serves an app. Port 0 takes a free one. Throws `port-in-use` (`port`). */
export async function serve(options: { app: Router; host: string; port: number }): Promise<Served> {
  const server = createAdaptorServer({ fetch: options.app.fetch, serverOptions: { keepAliveTimeout } })
  await listen(server, options.host, options.port)
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return { url: `http://${host}:${port}`, close: (graceMilliseconds = 3000) => close(server, graceMilliseconds) }
}

function listen(server: ServerType, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new AssayError('port-in-use', { port }) : error),
    )
    server.listen(port, host, () => resolve())
  })
}

async function close(server: ServerType, graceMilliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  if (!('closeAllConnections' in server)) return closed
  // A connection that is kept alive becomes idle when its last answer is out.
  const sweep = setInterval(() => server.closeIdleConnections(), 20)
  const cut = setTimeout(() => server.closeAllConnections(), graceMilliseconds)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}
