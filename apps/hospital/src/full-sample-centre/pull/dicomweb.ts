import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { AssayError, type PacsSettings, type PullRequest } from '@assay/contracts'
import { Dicer } from '@fastify/busboy'
import { askPacs, type PacsCredentials, unreachable } from './checked-connection.ts'

/** A PACS, with what is needed to ask it. */
export interface Pacs {
  readonly settings: PacsSettings
  readonly credentials: PacsCredentials
  /** How long it is waited for, in milliseconds; some minutes where it is left out. */
  readonly patience?: { readonly idle: number; readonly list: number }
}

const mostListBytes = 64 * 2 ** 20
const pageSize = 200

/** How long a list may take to come. */
const listMilliseconds = 300_000

/** Objects that a series has at most. */
const mostParts = 100_000

/** Bytes of an answer before its first object at most. */
const mostPreamble = 2 ** 20

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
  const query = new URLSearchParams()
  for (const field of studyFields) query.append('includefield', field)
  if (asked.modality) query.set('ModalitiesInStudy', asked.modality)
  if (asked.from || asked.to) query.set('StudyDate', `${asked.from ?? ''}-${asked.to ?? ''}`)
  let found = 0
  for await (const study of pages(pacs, '/studies', query, studyOf, signal)) {
    if (found === asked.limit) return
    found += 1
    yield study
  }
}

/**
 * What a query finds, page by page, each once: to the first page that has nothing new, or fewer than were asked for and no word that there
 * are more (PS3.18 8.3.4.4). A PACS may hold fewer to a page than were asked for, or take no notice of pages.
 */
async function* pages<Found extends { readonly uid: string }>(
  pacs: Pacs,
  path: string,
  query: URLSearchParams,
  read: (described: DicomJson) => Found,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const known = new Set<string>()
  for (let offset = 0; ; ) {
    query.set('limit', String(pageSize))
    query.set('offset', String(offset))
    const { described, hasMore } = await list(pacs, `${path}?${query}`, signal)
    const before = known.size
    for (const one of described.map(read)) {
      if (known.has(one.uid)) continue
      known.add(one.uid)
      yield one
    }
    offset += described.length
    const isLast = described.length < pageSize && !hasMore
    if (isLast || known.size === before) return
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
  const query = new URLSearchParams({ includefield: '0020000E' })
  const read = (described: DicomJson) => ({ uid: uidIn(described, '0020000E') })
  const found: string[] = []
  for await (const { uid } of pages(pacs, `/studies/${studyUid}/series`, query, read, signal)) found.push(uid)
  return found
}

/** Fetches the objects of a series by WADO-RS (PS3.18 10.4), each as it is stored, and hands them over as they come. */
export async function retrieveSeries(
  { settings, credentials, patience }: Pacs,
  { studyUid, seriesUid }: { studyUid: string; seriesUid: string },
  keep: (part: AsyncIterable<Uint8Array>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const path = `/studies/${studyUid}/series/${seriesUid}`
  const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*'
  const answer = await askPacs(settings, credentials, { path, accept, signal, idle: patience?.idle })
  const boundary = boundaryOf(answer.headers['content-type'] ?? '')
  if (!boundary) {
    answer.destroy()
    throw invalid()
  }
  await keepParts(answer, boundary, keep, signal)
}

/** As it stands, or between quotes, in which it may hold what parts parameters (RFC 2046 5.1.1). */
function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70}))/i.exec(contentType) ?? []
  return quoted ?? plain
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
  let [count, fault] = [0, undefined as unknown]
  const fail = (error: unknown) => {
    fault ??= error
    answer.destroy()
    // A part that will never end is told so, or whoever reads it would wait for ever.
    for (const part of parts) part.destroy(new AssayError('pacs-unreachable', { reason: 'ECONNRESET' }))
  }
  dicer.on('part', (part: Readable) => {
    count += 1
    if (count > mostParts) return fail(invalid())
    parts.add(part)
    part.on('error', () => undefined)
    part.on('close', () => parts.delete(part))
    kept.push(keep(part).catch(fail))
  })
  let preamble = 0
  answer.on('data', (piece: Buffer) => {
    if (count === 0) preamble += piece.length
    if (preamble > mostPreamble) fail(invalid())
  })
  await readThrough(answer, dicer).catch((error: unknown) =>
    // Said of a whole answer, it is not what its header announces.
    fail(answer.complete && !(error instanceof AssayError) ? invalid() : unreachable(error, signal)),
  )
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

/** What a query answers, and whether it says that it has more (warning 299). */
async function list(
  { settings, credentials, patience }: Pacs,
  path: string,
  signal: AbortSignal,
): Promise<{ described: DicomJson[]; hasMore: boolean }> {
  const accept = 'application/dicom+json'
  const answer = await askPacs(settings, credentials, { path, accept, signal, idle: patience?.idle })
  if (answer.statusCode === 204) {
    answer.resume()
    return { described: [], hasMore: false }
  }
  const late = setTimeout(
    () => answer.destroy(new AssayError('pacs-unreachable', { reason: 'ETIMEDOUT' })),
    patience?.list ?? listMilliseconds,
  )
  const described = parsed(await readText(answer, signal).finally(() => clearTimeout(late)))
  if (!described) throw invalid()
  return { described, hasMore: /^\s*299\b/.test(String(answer.headers.warning ?? '')) }
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
