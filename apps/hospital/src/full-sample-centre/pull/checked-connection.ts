import { lookup as resolveName } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { AssayError, type PacsSettings } from '@assay/contracts'
import { tlsFault } from './tls-fault.ts'

/** Secrets of a connection to a PACS, from the node's directory. */
export interface PacsCredentials {
  readonly authorization?: string | undefined
  readonly ca?: Buffer | undefined
  readonly cert?: Buffer | undefined
  readonly key?: Buffer | undefined
}

const idleMilliseconds = 60_000

/** What an answer brings at least in that time: one that comes byte by byte would never end. */
const leastBytes = 4096

/** What is asked. With a body it is posted. */
interface Asked {
  readonly path: string
  readonly accept: string
  readonly signal: AbortSignal
  readonly body?: { readonly type: string; readonly pieces: readonly Uint8Array[] }
  /** Statuses that are answers, too. */
  readonly alsoTaken?: readonly number[]
  /** How long nothing, or next to nothing, may come; a minute where it is left out. */
  readonly idle?: number | undefined
}

/**
 * Asks a PACS, or whoever speaks DICOMweb. The name is resolved when the connection is made, and the connection goes to an address that was held against the
 * allow-list, so that a name that means another machine a moment later leads nowhere. No redirect is followed.
 *
 * Throws `pacs-address-refused`; `pacs-unreachable` (`reason`); `pacs-certificate-refused` (`what`) over TLS; `pacs-refused` (`status`) for an answer other than 200 and 204.
 */
export async function askPacs(
  { url, addresses }: Pick<PacsSettings, 'url' | 'addresses'>,
  credentials: PacsCredentials,
  { path, accept, signal, body, alsoTaken = [], idle = idleMilliseconds }: Asked,
): Promise<IncomingMessage> {
  const target = new URL(url.replace(/\/+$/, '') + path)
  const allowed = allowList(addresses)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0) assertAllowed(allowed, host)
  const { authorization, ca, cert, key } = credentials
  const length = body?.pieces.reduce((sum, piece) => sum + piece.length, 0)
  const headers = {
    accept,
    ...(authorization ? { authorization } : {}),
    ...(body ? { 'content-type': body.type, 'content-length': length } : {}),
  }
  const method = body ? 'POST' : 'GET'
  const options = {
    method,
    headers,
    signal,
    timeout: idle,
    lookup: checkedLookup(allowed),
    agent: false as const,
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked =
      target.protocol === 'https:' ? requestTls(target, { ...options, ca, cert, key }) : requestPlain(target, options)
    asked.on('timeout', () => asked.destroy(timedOut()))
    asked.on('error', (error) => reject(unreachable(error, signal)))
    asked.on('response', (answer) => {
      endWhenSlow(answer, idle)
      resolve(answer)
    })
    // Of a request without an answer, too: headers that come byte by byte are no idle connection.
    const late = setTimeout(() => asked.destroy(timedOut()), answerMilliseconds(idle))
    asked.on('response', () => clearTimeout(late)).on('close', () => clearTimeout(late))
    for (const piece of body?.pieces ?? []) asked.write(piece)
    asked.end()
  })
  if ([200, 204, ...alsoTaken].includes(answer.statusCode ?? 0)) return answer
  answer.destroy()
  throw new AssayError('pacs-refused', { status: answer.statusCode ?? 0 })
}

function timedOut(): AssayError {
  return new AssayError('pacs-unreachable', { reason: 'ETIMEDOUT' })
}

/** A PACS may look for a while before it begins to answer, and what is sent to it takes its time. */
function answerMilliseconds(idle: number): number {
  return 10 * idle
}

/** Ends an answer that brings next to nothing while somebody waits for it. */
function endWhenSlow(answer: IncomingMessage, idle: number): void {
  let came = 0
  let before = 0
  answer.on('data', (piece: Buffer) => {
    came += piece.length
  })
  // Whoever reads it begins later.
  answer.pause()
  const watch = setInterval(() => {
    if (!answer.isPaused() && came - before < leastBytes) answer.destroy(timedOut())
    before = came
  }, idle)
  answer.once('close', () => clearInterval(watch))
}

/** An error of a connection as one with a code. */
export function unreachable(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason as Error
  if (error instanceof AssayError) return error
  const { code, name } = error as NodeJS.ErrnoException
  const what = tlsFault(error as NodeJS.ErrnoException)
  if (what) return new AssayError('pacs-certificate-refused', { what }, { cause: error })
  return new AssayError('pacs-unreachable', { reason: code ?? name }, { cause: error })
}

/** Addresses and networks that a connection may go to. */
export function allowList(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const one of addresses) {
    const [address = '', bits] = one.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

/** Throws `pacs-address-refused` for an address that is not on the list. */
export function assertAllowed(allowed: BlockList, address: string): void {
  if (!allowed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) throw new AssayError('pacs-address-refused')
}

/** Resolves a name to addresses of which every one is allowed. */
function checkedLookup(allowed: BlockList): LookupFunction {
  return (hostname, options, done) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      try {
        for (const { address } of found) assertAllowed(allowed, address)
      } catch (refusal) {
        return done(refusal as Error, [])
      }
      const [first] = found
      if (options.all) done(null, found)
      else done(null, first?.address ?? '', first?.family)
    })
  }
}
