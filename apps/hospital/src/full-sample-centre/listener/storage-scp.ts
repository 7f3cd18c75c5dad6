import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { AssayError, type ListenerRefusal, type ListenerSettings } from '@assay/contracts'
import dimse, { type association, type requests, type responses } from 'dcmjs-dimse'
import { negotiate, storageCommitment } from './negotiate.ts'
import { ObjectSink, type Sunk } from './object-sink.ts'
import { part10Head } from './part-10-head.ts'

const { PresentationContextResult, RejectReason, RejectResult, RejectSource, Status } = dimse.constants
const { CEchoResponse, CStoreResponse, NActionResponse } = dimse.responses

// Its words quote what peers send.
dimse.log.setLevel('silent')

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

/** Answers the objects of an association: verification, storage, storage commitment, and nothing else. */
export class StorageScp extends dimse.Scp {
  readonly #socket: Socket
  readonly #service: StorageService
  #title: Title | undefined
  #peer = ''
  /** The object that is being received: one at a time, since no asynchronous operations are negotiated. */
  #sink: ObjectSink | undefined

  constructor(socket: Socket, service: StorageService) {
    super(socket, { connectTimeout: 60_000, associationTimeout: 30_000, pduTimeout: 120_000 })
    this.#socket = socket
    this.#service = service
    this.on('networkError', () => socket.destroy())
    socket.once('close', () => {
      if (this.#sink && !this.#sink.writableFinished) void this.#sink.discard()
    })
  }

  override associationRequested(asked: association.Association): void {
    const refusal = this.#admit(asked)
    if (refusal !== undefined) {
      this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, refusal)
      this.#socket.end()
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
    this.#peer = calling
    this.#title = titles.find(({ aeTitle }) => aeTitle === called)
    const why = whyRefused(peer, address, this.#title)
    if (!why) return undefined
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
  }

  override createStoreWritableStream(
    context: association.PresentationContext,
    request: requests.CStoreRequest,
  ): Writable {
    const sop = [request.getAffectedSopClassUid(), request.getAffectedSopInstanceUid()] as const
    const head = part10Head(...sop, context.getAcceptedTransferSyntaxUid() ?? '')
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
