import { isIP } from 'node:net'
import { type ApplianceSettings, AssayError } from '@assay/contracts'
import dimse, { type responses } from 'dcmjs-dimse'
import { allowList, assertAllowed } from '../../../full-sample-centre/pull/checked-connection.ts'
import type { ApplianceSecrets } from '../appliance-store.ts'
import type { SentObject } from './neutral-copies.ts'

/** An appliance that is sent cases by C-STORE. */
export type DicomAppliance = ApplianceSettings & { way: Extract<ApplianceSettings['way'], { kind: 'dicom' }> }

/** What an appliance said of an object: its status (PS3.4 B.2.3), or that it does not take its kind. */
export interface Stored {
  readonly sopInstance: string
  readonly status: number
}

/** SOP class not supported, PS3.7 C.5.6; here also where no context was accepted in the object's own transfer syntax. */
export const notSupported = 0x0122

/** A data set whose bytes go out as they are: the library would write it anew. */
class RawDataset extends dimse.Dataset {
  readonly #bytes: Buffer

  constructor({ sopClass, sopInstance, transferSyntax }: SentObject, bytes: Buffer) {
    super({ SOPClassUID: sopClass, SOPInstanceUID: sopInstance }, transferSyntax)
    this.#bytes = bytes
  }

  override getDenaturalizedDataset(): Buffer {
    return this.#bytes
  }

  /** Asked for only by what would turn it into another transfer syntax, and would send these two elements alone. */
  override getElements(): never {
    throw new Error('an object is sent as it is stored')
  }
}

/**
 * Sends objects by C-STORE in one association, each in its own transfer syntax. Gives what was answered before the association ended,
 * however it ended; throws `appliance-unreachable` (`reason`) where nothing was, `pacs-address-refused` for an address that is not allowed.
 */
export async function storeOverDicom(
  appliance: DicomAppliance,
  secrets: ApplianceSecrets,
  objects: readonly SentObject[],
  signal: AbortSignal,
): Promise<Stored[]> {
  const { way, addresses } = appliance
  // An address, never a name: there is nothing to resolve twice.
  if (isIP(way.host) === 0) throw new AssayError('pacs-address-refused')
  assertAllowed(allowList(addresses), way.host)
  const stored: Stored[] = []
  const client = new dimse.Client()
  for (const object of objects) client.addRequest(requestFor(object, (one) => stored.push(one)))
  propose(client, objects)
  const reason = await converse(client, way, secrets, signal)
  signal.throwIfAborted()
  if (stored.length === 0) throw new AssayError('appliance-unreachable', { reason: reason ?? 'nothing-answered' })
  return stored
}

/** A context of its own for each transfer syntax, which the library would propose among others, for the peer to choose. */
function propose(client: InstanceType<typeof dimse.Client>, objects: readonly SentObject[]): void {
  const proposed = new Map(objects.map((object) => [`${object.sopClass} ${object.transferSyntax}`, object]))
  for (const { sopClass, transferSyntax } of proposed.values()) {
    const context = new dimse.association.PresentationContext(0, sopClass)
    context.addTransferSyntaxUid(transferSyntax)
    client.addAdditionalPresentationContext(context, true)
  }
}

function requestFor(object: SentObject, note: (stored: Stored) => void) {
  const { sopInstance } = object
  const request = new dimse.requests.CStoreRequest(new RawDataset(object, bodyOf(object.bytes)))
  let isAnswered = false
  request.on('response', (response: responses.CStoreResponse) => {
    isAnswered = true
    note({ sopInstance, status: response.getStatus() })
  })
  request.on('done', () => {
    // No context was accepted for it, or not in its own transfer syntax.
    if (!isAnswered) note({ sopInstance, status: notSupported })
  })
  return request
}

/** What follows the meta information of a file. Source: DICOM PS3.10 7.1: its length is the first element after DICM. */
function bodyOf(bytes: Buffer): Buffer {
  return bytes.subarray(144 + bytes.readUInt32LE(140))
}

/** Milliseconds without a word from the other side. */
const patience = { connectTimeout: 15_000, associationTimeout: 30_000, pduTimeout: 60_000 }

/** Speaks until the association ends; gives the reason where it ended otherwise than by release. */
function converse(
  client: InstanceType<typeof dimse.Client>,
  { host, port, called, calling, tls }: DicomAppliance['way'],
  { ca, cert, key }: ApplianceSecrets,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let reason: string | undefined
    const note = (why: string) => {
      reason ??= why
    }
    const stop = () => client.abort(0, 0)
    client.on('networkError', (error: NodeJS.ErrnoException) => note(error.code ?? 'network'))
    client.on('associationRejected', () => note('association-rejected'))
    client.on('closed', () => {
      signal.removeEventListener('abort', stop)
      resolve(reason)
    })
    const securityOptions = {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(ca ? { ca } : {}),
      ...(cert && key ? { cert, key } : {}),
    }
    client.send(host, port, calling, called, { ...patience, ...(tls ? { securityOptions } : {}) })
    signal.addEventListener('abort', stop, { once: true })
  })
}
