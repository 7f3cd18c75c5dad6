import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { AssayError, type PacsSettings, type PullRequest } from '@assay/contracts'
import { Dicer } from '@fastify/busboy'
import { askPacs, type PacsCredentials, unreachable } from './checked-connection.ts'

/** A PACS, with what is needed to ask it. */
export interface Pacs {
  readonly settings: PacsSettings
  readonly credentials: PacsCredentials
}

const mostListBytes = 64 * 2 ** 20
const pageSize = 200

/** UIDs of the studies that a request asks for. */
export async function* findStudies(pacs: Pacs, asked: PullRequest, signal: AbortSignal): AsyncGenerator<string> {
  if (asked.studyUids) return yield* asked.studyUids.slice(0, asked.limit)
  for await (const { uid } of queryStudies(pacs, asked, signal)) yield uid
}

/** A study as a PACS describes it: what says nothing of the patient. */
export interface FoundStudy {
  readonly uid: string
  readonly modalities: readonly string[]
  /** YYYYMMDD. */
  readonly day: string | undefined
  readonly objects: number | undefined
}

const studyFields = ['0020000D', '00080020', '00080061', '00201208']

/** Studies that a request's modality and days fit, by QIDO-RS (PS3.18 10.6), page by page, at most as many as it asks for. */
export async function* queryStudies(pacs: Pacs, asked: PullRequest, signal: AbortSignal): AsyncGenerator<FoundStudy> {
  let found = 0
  for (let offset = 0; ; offset += pageSize) {
    const query = new URLSearchParams({ limit: String(pageSize), offset: String(offset) })
    for (const field of studyFields) query.append('includefield', field)
    if (asked.modality) query.set('ModalitiesInStudy', asked.modality)
    if (asked.from || asked.to) query.set('StudyDate', `${asked.from ?? ''}-${asked.to ?? ''}`)
    const page = (await list(pacs, `/studies?${query}`, signal)).map(studyOf)
    for (const study of page) {
      if (found === asked.limit) return
      found += 1
      yield study
    }
    if (page.length < pageSize) return
  }
}

function studyOf(described: DicomJson): FoundStudy {
  const [day, objects] = [described['00080020']?.Value?.[0], described['00201208']?.Value?.[0]]
  const modalities = described['00080061']?.Value ?? []
  return {
    uid: uidIn(described, '0020000D'),
    modalities: modalities.filter((one) => typeof one === 'string' && /^[A-Z0-9]{1,16}$/.test(one)) as string[],
    day: typeof day === 'string' && /^\d{8}$/.test(day) ? day : undefined,
    objects: Number.isSafeInteger(Number(objects ?? Number.NaN)) ? Number(objects) : undefined,
  }
}

/** UIDs of a study's series. */
export async function findSeries(pacs: Pacs, studyUid: string, signal: AbortSignal): Promise<string[]> {
  const series = await list(pacs, `/studies/${studyUid}/series?includefield=0020000E`, signal)
  return series.map((one) => uidIn(one, '0020000E'))
}

/** Fetches the objects of a series by WADO-RS (PS3.18 10.4), each as it is stored, and hands them over as they come. */
export async function retrieveSeries(
  { settings, credentials }: Pacs,
  { studyUid, seriesUid }: { studyUid: string; seriesUid: string },
  keep: (part: AsyncIterable<Uint8Array>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const path = `/studies/${studyUid}/series/${seriesUid}`
  const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*'
  const answer = await askPacs(settings, credentials, { path, accept, signal })
  const boundary = /boundary="?([^";,]+)"?/i.exec(answer.headers['content-type'] ?? '')?.[1]
  if (!boundary) {
    answer.destroy()
    throw invalid()
  }
  await keepParts(answer, boundary, keep, signal)
}

async function keepParts(
  answer: IncomingMessage,
  boundary: string,
  keep: (part: AsyncIterable<Uint8Array>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const dicer = new Dicer({ boundary, maxHeaderPairs: 100 })
  const parts = new Set<Readable>()
  const kept: Promise<void>[] = []
  let fault: unknown
  const fail = (error: unknown) => {
    fault ??= error
    answer.destroy()
    // A part that will never end is told so, or whoever reads it would wait for ever.
    for (const part of parts) part.destroy(new AssayError('pacs-unreachable', { reason: 'ECONNRESET' }))
  }
  dicer.on('part', (part: Readable) => {
    parts.add(part)
    part.on('error', () => undefined)
    part.on('close', () => parts.delete(part))
    kept.push(keep(part).catch(fail))
  })
  await readThrough(answer, dicer).catch((error: unknown) => fail(unreachable(error, signal)))
  await Promise.all(kept)
  if (fault) throw fault
}

/**
 * Sends an answer through the reader of its parts. That reader says by itself that it has all, at the last boundary and before the
 * answer ends: stream.pipeline would wait for an end that nobody reads any more.
 */
async function readThrough(answer: IncomingMessage, dicer: Dicer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    dicer.once('finish', resolve).once('error', reject)
    answer.once('error', reject)
    answer.once('close', () => {
      if (!answer.complete) reject(new AssayError('pacs-unreachable', { reason: 'ECONNRESET' }))
    })
    answer.pipe(dicer)
  })
  answer.destroy()
}

/** Attributes of an object in DICOM JSON (PS3.18 F). */
type DicomJson = Readonly<Record<string, { Value?: unknown[] } | undefined>>

async function list({ settings, credentials }: Pacs, path: string, signal: AbortSignal): Promise<DicomJson[]> {
  const answer = await askPacs(settings, credentials, { path, accept: 'application/dicom+json', signal })
  if (answer.statusCode === 204) return []
  const text = await readText(answer, signal)
  const found = parsed(text)
  if (!found) throw invalid()
  return found
}

async function readText(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > mostListBytes) throw new AssayError('too-large', { limit: mostListBytes })
      pieces.push(piece)
    }
  } catch (error) {
    throw unreachable(error, signal)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(text: string): DicomJson[] | undefined {
  try {
    const found: unknown = JSON.parse(text)
    const isList = Array.isArray(found) && found.every((one) => typeof one === 'object' && one !== null)
    return isList ? (found as DicomJson[]) : undefined
  } catch {
    return undefined
  }
}

/** The UID that an attribute has; whatever else a PACS answers ends in a path of no request. */
function uidIn(described: DicomJson, tag: string): string {
  const uid = described[tag]?.Value?.[0]
  if (typeof uid !== 'string' || !/^[0-9.]{1,64}$/.test(uid)) throw invalid()
  return uid
}

function invalid(): AssayError {
  return new AssayError('pacs-answer-invalid')
}
