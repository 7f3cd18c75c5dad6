import { createHash, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import { type AnswerOutcome, AssayError } from '@assay/contracts'
import { readDataset, text } from '@assay/formats'
import { createRouter, type Router } from '@assay/http'
import { Dicer } from '@fastify/busboy'
import type { Hospital } from '../../../hospital.ts'
import { answerSecretOf } from '../appliance-store.ts'
import { acknowledged, mostAnswerBytes } from './answer-listener.ts'
import { takeAnswer } from './take-answer.ts'

/** Where appliances answer: by STOW-RS, and with JSON about a case. */
export const answerPaths = { '/appliance/studies': mostAnswerBytes, '/appliance/answers': 64 * 2 ** 20 } as const

const mostParts = 50

/**
 * Routes that appliances answer at, each with its name and its secret (HTTP Basic): objects by STOW-RS, and JSON with the UID of the study
 * that it is about in `?study=`.
 */
export function answerRoutes(hospital: Hospital): Router {
  const router = createRouter()
  router.post('/appliance/studies', async (c) => {
    const name = await applianceOf(hospital, c.req.header('authorization'))
    const boundary = boundaryIn(c.req.header('content-type'))
    const parts = await partsOf(Buffer.from(await c.req.arrayBuffer()), boundary)
    const told: [Buffer, AnswerOutcome][] = []
    for (const bytes of parts) told.push([bytes, await takeAnswer(hospital, name, { form: 'dicom', bytes })])
    const isTaken = ([, outcome]: (typeof told)[number]) => acknowledged.includes(outcome)
    const status = told.every(isTaken) ? 200 : told.some(isTaken) ? 202 : 409
    const body = JSON.stringify({
      ...sequenceOf('00081199', told.filter(isTaken)),
      ...sequenceOf(
        '00081198',
        told.filter((one) => !isTaken(one)),
      ),
    })
    return c.body(body, status, { 'content-type': 'application/dicom+json' })
  })
  router.post('/appliance/answers', async (c) => {
    const name = await applianceOf(hospital, c.req.header('authorization'))
    const bytes = Buffer.from(await c.req.arrayBuffer())
    const outcome = await takeAnswer(hospital, name, { form: 'json', bytes, uid: c.req.query('study') ?? '' })
    return c.json({ outcome }, acknowledged.includes(outcome) ? 200 : 409)
  })
  return router
}

/** The appliance whose name and secret a request has. Throws `not-logged-in`. */
async function applianceOf(hospital: Hospital, authorization: string | undefined): Promise<string> {
  const given = Buffer.from(/^Basic ([\w+/=]{1,400})$/.exec(authorization ?? '')?.[1] ?? '', 'base64').toString('utf8')
  const [, name = '', secret = ''] = /^([a-z0-9-]{1,64}):(.{1,200})$/.exec(given) ?? []
  const known = name === '' ? undefined : await answerSecretOf(hospital, name)
  const isRegistered = await hospital.db
    .selectFrom('appliances')
    .select('name')
    .where('name', '=', name)
    .executeTakeFirst()
  if (!known || !isRegistered || !timingSafeEqual(hashOf(known), hashOf(secret))) throw new AssayError('not-logged-in')
  return name
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** The boundary that a content type names. Throws `input-invalid` for none, or one that is longer than RFC 2046 5.1.1 has it. */
function boundaryIn(contentType: string | undefined): string {
  const boundary = /boundary="?([^";,]+)"?/i.exec(contentType ?? '')?.[1]
  if (!boundary || boundary.length > 70)
    throw new AssayError('input-invalid', { where: 'content-type', what: 'boundary' })
  return boundary
}

/** Parts of a multipart body. Throws `input-invalid` for none, too many, or a body that is cut off. */
async function partsOf(body: Buffer, boundary: string): Promise<Buffer[]> {
  const parts: Promise<Buffer>[] = []
  const source = Readable.from(piecesOf(body))
  const refusal = (what: string) => new AssayError('input-invalid', { where: 'body', what })
  await new Promise<void>((resolve, reject) => {
    const dicer = new Dicer({ boundary, maxHeaderPairs: 100 })
    dicer.on('part', (part: Readable) => {
      const reading = read(part)
      // A part that is cut off fails after the whole, which is what is told.
      reading.catch(() => undefined)
      if (parts.push(reading) <= mostParts) return
      source.destroy()
      reject(refusal('parts'))
    })
    dicer.once('finish', resolve).on('error', () => reject(refusal('multipart')))
    source.pipe(dicer)
  })
  if (parts.length === 0) throw refusal('parts')
  return Promise.all(parts)
}

/** A body in pieces, so that one of very many parts is not taken apart to its end. */
function* piecesOf(body: Buffer): Generator<Buffer> {
  const size = 64 * 1024
  for (let from = 0; from < body.length; from += size) yield body.subarray(from, from + size)
}

async function read(part: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of part as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Cannot understand, PS3.18 10.5.3 by PS3.4 B.2.3. */
const cannotUnderstand = 0xc000

function sequenceOf(tag: '00081199' | '00081198', objects: readonly [Buffer, AnswerOutcome][]): object {
  const isFailed = tag === '00081198'
  if (objects.length === 0) return {}
  const value = objects.map(([bytes]) => ({
    ...referenceOf(bytes),
    ...(isFailed ? { '00081197': { vr: 'US', Value: [cannotUnderstand] } } : {}),
  }))
  return { [tag]: { vr: 'SQ', Value: value } }
}

function referenceOf(bytes: Buffer): object {
  try {
    const dataset = readDataset(bytes, 'answer', { pixels: 'skip' })
    const uid = (own: string) => ({ vr: 'UI', Value: [text(dataset, own) ?? ''] })
    return { '00081150': uid('00080016'), '00081155': uid('00080018') }
  } catch {
    return {}
  }
}
