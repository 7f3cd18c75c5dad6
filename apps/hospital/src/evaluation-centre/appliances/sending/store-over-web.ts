import { type ApplianceSettings, AssayError } from '@assay/contracts'
import { askPacs } from '../../../full-sample-centre/pull/checked-connection.ts'
import type { ApplianceSecrets } from '../appliance-store.ts'
import type { SentObject } from './neutral-copies.ts'
import type { Stored } from './store-over-dicom.ts'

/** An appliance that is sent cases by STOW-RS. */
export type WebAppliance = ApplianceSettings & { way: Extract<ApplianceSettings['way'], { kind: 'dicomweb' }> }

const mostAnswerBytes = 4 * 2 ** 20

/** Some were not stored (202), or none was (409): the answer says which. Source: DICOM PS3.18 10.5.3. */
const tellingStatuses = [202, 409]

/**
 * Sends objects by STOW-RS in one request, as they are. Gives what was answered for each; throws `appliance-unreachable` (`reason`), and
 * `pacs-address-refused` for an address that is not allowed, which is looked at after the name was resolved. No redirect is followed.
 */
export async function storeOverWeb(
  { way, addresses }: WebAppliance,
  { authorization, ca, cert, key }: ApplianceSecrets,
  objects: readonly SentObject[],
  { boundary, signal }: { boundary: string; signal: AbortSignal },
): Promise<Stored[]> {
  const body = {
    type: `multipart/related; type="application/dicom"; boundary=${boundary}`,
    pieces: [...objects.flatMap((object) => partOf(object, boundary)), Buffer.from(`\r\n--${boundary}--\r\n`)],
  }
  try {
    const asked = { path: '/studies', accept: 'application/dicom+json', body, signal, alsoTaken: tellingStatuses }
    const answer = await askPacs({ url: way.url, addresses }, { authorization, ca, cert, key }, asked)
    const told = statusesIn(await readAll(answer))
    if (told.size === 0) throw new AssayError('pacs-refused', { status: answer.statusCode ?? 0 })
    return objects.map(({ sopInstance }) => ({ sopInstance, status: told.get(sopInstance) ?? notTold }))
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof AssayError)) throw error
    throw asUnreachable(error)
  }
}

function asUnreachable(error: AssayError): AssayError {
  const { code, parameters } = error
  if (code === 'pacs-refused') return new AssayError('appliance-unreachable', { reason: `HTTP ${parameters.status}` })
  if (code === 'pacs-certificate-refused')
    return new AssayError('appliance-unreachable', { reason: `${parameters.what}` })
  if (code !== 'pacs-unreachable') return error
  return new AssayError('appliance-unreachable', { reason: parameters.reason ?? 'network' })
}

function partOf({ bytes }: SentObject, boundary: string): Uint8Array[] {
  const head = `\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`
  return [Buffer.from(head), bytes]
}

async function readAll(answer: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer) {
    size += piece.length
    if (size > mostAnswerBytes) throw new AssayError('appliance-unreachable', { reason: 'answer-too-large' })
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

type Attributes = Record<string, { Value?: unknown[] } | undefined>

/** Of an object that the answer does not name: a processing failure (PS3.7 C.5.14), which may be otherwise later. */
const notTold = 0x0110

/**
 * Status by SOP instance: 0 for those of the Referenced SOP Sequence (0008,1199), the reason for those of the Failed SOP Sequence
 * (0008,1198). None where the answer is no DICOM JSON. Only what is named counts: servers answer 200 to what they have passed over.
 */
function statusesIn(text: string): Map<string, number> {
  const told = new Map<string, number>()
  try {
    const { '00081198': failed, '00081199': stored } = JSON.parse(text) as Attributes
    for (const item of (stored?.Value ?? []) as Attributes[]) note(told, item, 0)
    for (const item of (failed?.Value ?? []) as Attributes[]) note(told, item, 0xc000)
  } catch {
    return told
  }
  return told
}

function note(told: Map<string, number>, item: Attributes, otherwise: number): void {
  const [uid, reason] = [item['00081155']?.Value?.[0], item['00081197']?.Value?.[0]]
  if (typeof uid === 'string') told.set(uid, typeof reason === 'number' ? reason : otherwise)
}
