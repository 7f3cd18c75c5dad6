import { readFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import {
  AssayError,
  type Clock,
  type ErrorParameters,
  type ListenerRefusal,
  type ListenerSettings,
  type ListenerStatus,
} from '@assay/contracts'
import { guardPdus } from './guard-pdus.ts'
import { readTlsState } from './read-tls-state.ts'
import { ordinaryPatience, type Patience, StorageScp, type StorageService } from './storage-scp.ts'
import { tlsRefusal } from './tls-refusal.ts'

/** Associations at a time. */
const mostConnections = 64

/** Refusals that are remembered. */
const mostRefusals = 8

/** How long open associations may take to their release when the listener closes. */
const partingMilliseconds = 3000

/** A DICOM listener that is on or off, as its settings say. */
export interface DicomListener {
  /** Closes, and listens as these settings say. A port or certificate that can't be used is its failure. */
  readonly apply: (settings: ListenerSettings) => Promise<void>
  readonly status: () => Promise<Pick<ListenerStatus, 'listening' | 'failure' | 'refusals' | 'files'>>
  /** Takes no further association, and cuts off those that are open only when they do not end by themselves within 3 s. */
  readonly close: () => Promise<void>
}

/** A listener, off. `folder` holds its certificate, key, and the authorities of its clients, for TLS. */
export function createListener(
  folder: string,
  service: Omit<StorageService, 'settings' | 'onRefusal'> & { readonly clock: Clock },
  changes: Partial<Patience> = {},
): DicomListener {
  const patience = { ...ordinaryPatience, ...changes }
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let failure: { code: string; parameters: ErrorParameters } | null = null
  let refusals: ListenerRefusal[] = []
  const onRefusal = (refusal: Omit<ListenerRefusal, 'at'>) => {
    const others = refusals.filter((one) => !isSameRefusal(one, refusal))
    refusals = [{ ...refusal, at: service.clock().toISOString() }, ...others].slice(0, mostRefusals)
  }
  const close = async () => {
    const closing = server
    server = undefined
    if (!closing) return
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, partingMilliseconds)
    await new Promise<void>((resolve) => closing.close(() => resolve()))
    clearTimeout(cut)
  }
  const track = (socket: Socket) => {
    sockets.add(socket)
    // Asked for once, a socket knows it also after its end.
    void socket.remoteAddress
    socket.on('close', () => sockets.delete(socket))
  }
  const answer = (settings: ListenerSettings) => (socket: Socket) => {
    socket.on('error', () => socket.destroy())
    guardPdus(socket)
    new StorageScp(socket, { ...service, settings, onRefusal }, patience)
  }
  return {
    close,
    status: async () => ({ listening: portOf(server), failure, refusals, files: await readTlsState(folder) }),
    apply: async (settings) => {
      await close()
      failure = null
      if (!settings.enabled) return
      try {
        const made = settings.tls
          ? createTlsServer({ ...(await readTls(folder)), handshakeTimeout: patience.association }, answer(settings))
          : createServer(answer(settings))
        made.maxConnections = mostConnections
        // Of TLS, too, before the handshake is done.
        made.on('connection', track)
        made.on('tlsClientError', (error: Error, socket: TLSSocket) => {
          onRefusal(tlsRefusal(error, socket))
          // Node tells of a handshake that took too long, and leaves it open: 64 of them, and nobody else is let in.
          socket.destroy()
        })
        await listen(made, settings)
        server = made
      } catch (error) {
        failure = failureOf(error, settings.port)
      }
    },
  }
}

function isSameRefusal(one: ListenerRefusal, other: Omit<ListenerRefusal, 'at'>): boolean {
  return (['calling', 'called', 'address', 'why'] as const).every((key) => one[key] === other[key])
}

/** With client certificates of the authorities that the hospital trusts for this, and of nobody else. */
async function readTls(folder: string) {
  const read = (name: string) =>
    readFile(join(folder, name)).catch(() => {
      throw new AssayError('listener-certificate-missing', { file: `listener/${name}` })
    })
  const [cert, key, ca] = [await read('certificate.pem'), await read('key.pem'), await read('authorities.pem')]
  const crl = await readRevoked(join(folder, 'revoked.pem'))
  return { cert, key, ca, ...crl, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' as const }
}

/** Certificates that the authorities took back, where the hospital keeps a list of them. */
async function readRevoked(path: string): Promise<{ crl?: Buffer }> {
  try {
    return { crl: await readFile(path) }
  } catch (error) {
    // One that is there and can't be read is no reason to let everybody in.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

function listen(server: Server, { host, port }: ListenerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // A broken handshake ends its own connection and nothing else.
      server.on('error', () => undefined)
      resolve()
    })
  })
}

function portOf(server: Server | undefined): number | null {
  const address = server?.address()
  return address && typeof address === 'object' ? address.port : null
}

function failureOf(error: unknown, port: number): { code: string; parameters: ErrorParameters } {
  if (error instanceof AssayError) return { code: error.code, parameters: error.parameters }
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE' || code === 'EACCES') return { code: 'port-in-use', parameters: { port } }
  return { code: 'listener-certificate-unusable', parameters: { reason: code ?? 'invalid' } }
}
