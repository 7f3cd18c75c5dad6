import { once } from 'node:events'
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { AssayError } from '@assay/contracts'

const longestAnswer = 16 * 2 ** 20

type Method = 'GET' | 'POST' | 'DELETE'

/** What a request says beside its path. */
interface Said {
  /** Sent as JSON. */
  body?: unknown
  /** Sent as a tar archive. */
  archive?: Readable
  /** How long the daemon may take to answer; without it as long as it likes. */
  milliseconds?: number
}

/** The docker daemon of this machine, over its socket (Docker Engine API, of Docker 19.03 and later). */
export interface Engine {
  /**
   * Asks for something.
   * @returns the answer, as text
   * @throws AssayError isolation-unavailable where the daemon refuses, or ends before it has answered
   */
  ask(method: Method, path: string, said?: Said): Promise<string>
  /** Asks for something that takes its time: settles when the daemon is at it, with what gives the answer. */
  begin(method: Method, path: string): Promise<() => Promise<string>>
  /** The input and output of a container: what it prints comes in frames, see `splitFrames`. */
  attach(container: string): Promise<Duplex>
}

const usualSocket = '/var/run/docker.sock'

/**
 * Finds the daemon as docker's own client does, by DOCKER_HOST or in the usual place.
 * @returns undefined where DOCKER_HOST names another machine, which can not see this one's folders
 */
export function findEngine({ DOCKER_HOST: host }: Readonly<Record<string, string | undefined>>): Engine | undefined {
  if (!host) return engineAt(usualSocket)
  const [, socketPath] = /^unix:\/\/(\/.+)$/.exec(host) ?? []
  return socketPath === undefined ? undefined : engineAt(socketPath)
}

function engineAt(socketPath: string): Engine {
  const open = (method: Method, path: string, said: Said = {}) =>
    begin({ socketPath, method, path, agent: false }, said)
  return {
    ask: (method, path, said) => orUnavailable(open(method, path, said).then(textOf)),
    async begin(method, path) {
      const response = await orUnavailable(open(method, path))
      const text = orUnavailable(textOf(response))
      text.catch(() => undefined)
      return () => text
    },
    async attach(container) {
      const path = `/containers/${container}/attach?stream=1&stdin=1&stdout=1&stderr=1`
      const headers = { Connection: 'Upgrade', Upgrade: 'tcp' }
      const asked = request({ socketPath, method: 'POST', path, headers, agent: false })
      asked.end()
      const answer = Promise.race([once(asked, 'upgrade'), once(asked, 'response').then(refusal)])
      const [, socket, head] = await orUnavailable(answer as Promise<Upgraded>)
      socket.unshift(head)
      return socket
    },
  }
}

type Upgraded = [response: IncomingMessage, socket: Duplex, head: Buffer]

async function refusal([response]: IncomingMessage[]): Promise<never> {
  throw new Error(response ? messageIn(await textOf(response)) : 'docker gave no answer')
}

/** Settles when the daemon begins to answer that it does what it was asked for. */
function begin(options: RequestOptions, { body, archive, milliseconds }: Said): Promise<IncomingMessage> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = archive ? 'application/x-tar' : 'application/json'
  const headers = { 'Content-Type': type, ...(archive ? {} : { 'Content-Length': Buffer.byteLength(text) }) }
  const signal = milliseconds === undefined ? {} : { signal: AbortSignal.timeout(milliseconds) }
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, headers, ...signal }, (response) => {
      if ((response.statusCode ?? 0) < 400) resolve(response)
      else refusal([response]).catch(reject)
    })
    asked.on('error', reject)
    if (archive) archive.once('error', (error) => asked.destroy(error)).pipe(asked)
    else asked.end(text)
  })
}

async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of response) {
    bytes += (piece as Buffer).length
    if (bytes > longestAnswer) throw new Error('docker answers without end')
    pieces.push(piece as Buffer)
  }
  if (!response.complete) throw new Error('docker ended before it had answered')
  return Buffer.concat(pieces).toString('utf8')
}

/** docker says what is wrong as `{"message": …}`. */
function messageIn(text: string): string {
  try {
    return `${JSON.parse(text).message}`
  } catch {
    return text
  }
}

async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const { message } = error as Error
    throw new AssayError('isolation-unavailable', { reason: message.trim().slice(0, 200) }, { cause: error })
  }
}
