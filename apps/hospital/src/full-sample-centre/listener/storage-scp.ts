import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { AssayError, type ListenerRefusal, type ListenerSettings } from '@assay/contracts'
import dimse, { type association, type requests, type responses } from 'dcmjs-dimse'
import { limitGathering } from './limit-gathering.ts'
import { negotiate, storageCommitment } from './negotiate.ts'
import { ObjectSink, type Sunk } from './object-sink.ts'
import { part10Head } from './part-10-head.ts'

const { PresentationContextResult, RejectReason, RejectResult, RejectSource, Status } = dimse.constants
const { CEchoResponse, CStoreResponse, NActionResponse } = dimse.responses

const require = createRequire(import.meta.url)

/** What the library reads data sets with: its own, in the form that it loads itself. */
const dcmjs = createRequire(require.resolve('dcmjs-dimse'))('dcmjs') as {
  log: typeof dimse.log & { getLogger: (name: string) => typeof dimse.log }
}

// Their words quote what peers send.
for (const log of [dimse.log, dcmjs.log, dcmjs.log.getLogger('validation.dcmjs')]) log.setLevel('silent')

/** What an association does with what it was sent. */
export interface StorageService {
  readonly settings: ListenerSettings
  readonly newDraft: () => string
  /** Resolves once the object is kept for good. */
  readonly keep: (title: Title, object: { draft: string; sopInstanceUid: string; peer: string } & Sunk) => Promise<void>
  /** Takes a request for storage commitment down, to be answered later. */
  readonly askCommitment: (title: string, peer: string, dataset: Record<string, unknown>) => Promise<void>
  readonly onFault: (error: unknown) => void
  /** A caller was sent away. */
  readonly onRefusal: (refusal: Omit<ListenerRefusal, 'at'>) => void
}

export type Title = ListenerSettings['titles'][number]

/** How long a peer is waited for, in milliseconds. */
export interface Patience {
  /** From the connection to the association; as long for TLS. */
  readonly association: number
  /** Between two pieces of anything. */
  readonly idle: number
  /** Between two whole units of the protocol. */
  readonly unit: number
}

export const ordinaryPatience: Patience = { association: 30_000, idle: 60_000, unit: 120_000 }

/** What the library keeps of a connection, and does not declare. */
interface Reading {
  connected: boolean
  connectedTime: number
  dimseStream?: undefined
}

/** Answers the objects of an association: verification, storage, storage commitment, and nothing else. */
export class StorageScp extends dimse.Scp {
  readonly #socket: Socket
  readonly #service: StorageService
  /** Whether an association was asked for: there is one in a connection. */
  #isAsked = false
  /** Of the association; none before it is accepted, and none where it is not. */
  #title: Title | undefined
  #peer = ''
  /** The object that is being received: one at a time, since no asynchronous operations are negotiated. */
  #sink: ObjectSink | undefined

  constructor(socket: Socket, service: StorageService, { association, idle, unit }: Patience) {
    super(socket, { connectTimeout: idle, associationTimeout: association, pduTimeout: unit })
    this.#socket = socket
    this.#service = service
    // The library counts from a connection that it made itself; this one was made before.
    Object.assign(this as unknown as Reading, { connected: true, connectedTime: Date.now() })
    limitGathering(this)
    this.on('networkError', () => socket.destroy())
    socket.once('close', () => {
      if (this.#sink && !this.#sink.writableFinished) void this.#sink.discard()
    })
  }

  override associationRequested(asked: association.Association): void {
    if (this.#isAsked) {
      this.#socket.destroy()
      return
    }
    this.#isAsked = true
    const refusal = this.#admit(asked)
    if (refusal !== undefined) {
      this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, refusal)
      this.#socket.destroySoon()
      return
    }
    for (const { context } of asked.getPresentationContexts()) answerContext(context)
    this.sendAssociationAccept()
  }

  /** Why an association is rejected; undefined where it is not. */
  #admit(asked: association.Association): number | undefined {
    const { peers, titles } = this.#service.settings
    const address = this.#socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
    const [calling, called] = [asked.getCallingAeTitle().trim(), asked.getCalledAeTitle().trim()]
    const peer = peers.find(({ aeTitle }) => aeTitle === calling)
    const title = titles.find(({ aeTitle }) => aeTitle === called)
    const why = whyRefused(peer, address, title)
    if (!why) {
      this.#peer = calling
      this.#title = title
      return undefined
    }
    this.#service.onRefusal({ calling: printable(calling), called: printable(called), address, why })
    return why === 'called' ? RejectReason.CalledAeNotRecognized : RejectReason.CallingAeNotRecognized
  }

  override associationReleaseRequested(): void {
    this.sendAssociationReleaseResponse()
  }

  override abort(): void {
    this.#socket.destroy()
  }

  override cEchoRequest(request: requests.CEchoRequest, answer: (response: responses.CEchoResponse) => void): void {
    const response = CEchoResponse.fromRequest(request)
    response.setStatus(Status.Success)
    answer(response)
    // The library would gather the next command behind this one.
    ;(this as unknown as Reading).dimseStream = undefined
  }

  override createStoreWritableStream(
    context: association.PresentationContext,
    request: requests.CStoreRequest,
  ): Writable {
    const isAccepted = context.getResult() === PresentationContextResult.Accept
    const syntax = isAccepted ? context.getAcceptedTransferSyntaxUid() : undefined
    // Thrown, it ends the connection: whoever was rejected, offers what was not accepted, or does not wait for an answer.
    if (!this.#title || !syntax || this.#sink) throw new AssayError('state-conflict', { what: 'association' })
    const sop = [request.getAffectedSopClassUid(), request.getAffectedSopInstanceUid()] as const
    const head = part10Head(...sop, syntax)
    const sink = new ObjectSink(this.#service.newDraft(), head, this.#socket)
    sink.on('error', (error) => {
      this.#service.onFault(error)
      this.#socket.destroy()
    })
    this.#sink = sink
    return sink
  }

  override createDatasetFromStoreWritableStream(
    sink: Writable,
    _context: association.PresentationContext,
    done: (dataset: InstanceType<typeof dimse.Dataset>) => void,
  ): void {
    const next = () => done(undefined as never)
    if (sink.writableFinished) next()
    else sink.once('finish', next)
  }

  override cStoreRequest(request: requests.CStoreRequest, answer: (response: responses.CStoreResponse) => void): void {
    void this.#store(request).then((status) => {
      this.#sink = undefined
      const response = CStoreResponse.fromRequest(request)
      response.setStatus(status)
      if (!this.#socket.destroyed) answer(response)
    })
  }

  /** The status to answer: success only after the object is on the disk and in the database. */
  async #store(request: requests.CStoreRequest): Promise<number> {
    const sink = this.#sink
    const sopInstanceUid = request.getAffectedSopInstanceUid()
    if (!sink || !this.#title || !isUid(sopInstanceUid) || !isUid(request.getAffectedSopClassUid())) {
      await sink?.discard()
      return Status.InvalidObjectInstance
    }
    try {
      await this.#service.keep(this.#title, { draft: sink.path, sopInstanceUid, peer: this.#peer, ...sink.sunk })
      return Status.Success
    } catch (error) {
      await sink.discard()
      if (error instanceof AssayError && error.code === 'appliance-answer-refused') return cannotUnderstand
      this.#service.onFault(error)
      return outOfResources
    }
  }

  override nActionRequest(
    request: requests.NActionRequest,
    answer: (response: responses.NActionResponse) => void,
  ): void {
    void this.#commit(request).then((status) => {
      const response = NActionResponse.fromRequest(request)
      response.setStatus(status)
      if (!this.#socket.destroyed) answer(response)
    })
  }

  async #commit(request: requests.NActionRequest): Promise<number> {
    if (request.getRequestedSopClassUid() !== storageCommitment || !this.#title) return Status.SopClassNotSupported
    try {
      const dataset = request.getDataset()?.getElements() as Record<string, unknown>
      await this.#service.askCommitment(this.#title.aeTitle, this.#peer, dataset)
      return Status.Success
    } catch (error) {
      this.#service.onFault(error)
      return Status.ProcessingFailure
    }
  }
}

function whyRefused(
  peer: ListenerSettings['peers'][number] | undefined,
  address: string,
  title: Title | undefined,
): ListenerRefusal['why'] | undefined {
  if (!peer) return 'calling'
  if (peer.address !== null && peer.address !== address) return 'address'
  return title ? undefined : 'called'
}

/** What a stranger calls itself, without what no title may hold. */
function printable(title: string): string {
  return title.replace(/[^\x20-\x7e]/g, '?').slice(0, 16)
}

/** Refused: out of resources, PS3.4 B.2.3. */
const outOfResources = 0xa700

/** Error: cannot understand, PS3.4 B.2.3: there is no use in sending it again. */
const cannotUnderstand = 0xc000

function isUid(text: string | undefined): boolean {
  return /^[0-9.]{1,64}$/.test(text ?? '')
}

function answerContext(context: association.PresentationContext): void {
  const answer = negotiate(context.getAbstractSyntaxUid(), context.getTransferSyntaxUids())
  if ('accepted' in answer) context.setResult(PresentationContextResult.Accept, answer.accepted)
  else if (answer.refused === 'abstract-syntax')
    context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported)
  else context.setResult(PresentationContextResult.RejectTransferSyntaxesNotSupported)
}
