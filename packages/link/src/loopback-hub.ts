// A hub for tests: the two routes on a real HTTP server on loopback.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AssayError, errorStatuses } from '@assay/contracts'
import { answerMessage } from './answer-message.ts'
import { answerPoll } from './answer-poll.ts'
import type { Bodies, Link } from './link.ts'
import { linkPaths } from './poll-request.ts'

/** Serves a hub's end of the link; `port` 0 takes a free one. */
export async function serveHub<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  link: Link<Tables, Incoming, Outgoing>,
  port = 0,
): Promise<{ url: string; server: Server; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    dispatch(link, request, gone.signal).then(
      (value) => answer(200, value),
      (error: unknown) => {
        const { code, parameters } = error instanceof AssayError ? error : new AssayError('internal-error')
        answer(errorStatuses[code], { error: { code, parameters } })
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, close }
}

async function dispatch<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  link: Link<Tables, Incoming, Outgoing>,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<unknown> {
  const body: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString())
  if (request.url === linkPaths.poll) return answerPoll(link, body, signal)
  const { acknowledgement } = await answerMessage(link, body)
  return { acknowledgement }
}
