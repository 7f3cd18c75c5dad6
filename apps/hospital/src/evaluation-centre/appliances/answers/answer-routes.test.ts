import { copyFileSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import type { ApplianceSettings, ApplianceView, Protocol } from '@assay/contracts'
import { readDataset, text } from '@assay/formats'
import { beforeAll, describe, expect, test } from 'vitest'
import { hasProgram, makeCertificates, runProgram } from '../../../testing/dicom-programs.ts'
import { registerAppliance } from '../../../testing/register-appliance.ts'
import { sceneForTests } from '../../../testing/scene.ts'
import { forms, startAppliance, type TestAppliance } from '../../../testing/test-appliance.ts'
import { until } from '../../../testing/until.ts'
import { hasPydicom, writeReport } from '../../../testing/write-report.ts'

interface Shown {
  readonly study: string
  readonly instance: string
  readonly sopClass: string
}

const scene = await sceneForTests()

/** A run over an appliance that is shown cases and says nothing of itself. */
async function runOver(changes: Partial<ApplianceSettings>): Promise<[ApplianceSettings, TestAppliance, Protocol]> {
  const { settings, ask } = await registerAppliance(scene, [forms.report], { vendor: `Of ${changes.name}`, ...changes })
  const box = await startAppliance(settings, scene.hospital, { steps: [] })
  const locked = await ask()
  await scene.start(locked)
  return [settings, box, locked]
}

const nth = (box: TestAppliance, at: number) =>
  until('a case at the appliance', () => box.of('received')[at] as unknown as Shown | undefined)

function reportAbout(shown: Shown): Buffer {
  const file = join(scene.hospital.directory, 'report.dcm')
  writeReport(file, shown)
  return readFileSync(file)
}

function credentialsOf(name: string): string {
  return `${name}:${readFileSync(join(scene.hospital.directory, 'appliances', name, 'answer-secret'), 'utf8').trim()}`
}

async function answered(name: string): Promise<ApplianceView['answers']> {
  const views = await scene.hospital.steward.get<ApplianceView[]>('/appliances')
  return views.find((view) => view.name === name)!.answers
}

const opening = '\r\n--edge\r\nContent-Type: application/dicom\r\n\r\n'
const closing = '\r\n--edge--\r\n'
const related = 'multipart/related; type="application/dicom"; boundary=edge'

function multipart(...objects: (Buffer | string)[]): Buffer {
  return Buffer.concat([...objects.flatMap((one) => [Buffer.from(opening), Buffer.from(one)]), Buffer.from(closing)])
}

type Sequence = { Value: Record<string, { Value: unknown[] } | undefined>[] } | undefined

/** Posts to the node's STOW-RS; gives the status, the instances that it says it stored, and how many it says it failed. */
async function stow(body: Buffer | string, credentials: string, contentType = related) {
  const headers = {
    'content-type': contentType,
    connection: 'close',
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
  }
  const given = { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) }
  const answer = await fetch(`${scene.hospital.url}/appliance/studies`, given)
  const told = (await answer.json()) as { '00081199': Sequence; '00081198': Sequence; error?: object }
  const stored = (told['00081199']?.Value ?? []).map((one) => one['00081155']?.Value[0])
  const failed = (told['00081198']?.Value ?? []).map((one) => one['00081197']?.Value[0])
  return { status: answer.status, stored, failed, error: told.error }
}

const instanceOf = (object: Buffer) => text(readDataset(object, 'report', { pixels: 'skip' }), '00080018')

describe.skipIf(!hasPydicom)('reports that pydicom wrote (needs python3-pydicom)', () => {
  test('are taken by STOW-RS, each told by its instance; about two cases, or late, they touch none', async () => {
    const [{ name }, box, locked] = await runOver({ name: 'stow-box' })
    const credentials = credentialsOf(name)
    const { cases } = scene.testSet
    const [first, firstReport] = [await nth(box, 0), reportAbout(await nth(box, 0))]
    expect(await stow(multipart(firstReport), `${name}:wrong`)).toMatchObject({ status: 401 })
    expect(await answered(name)).toEqual({})
    // One object is taken, one can not be read: some were stored.
    expect(await stow(multipart(firstReport, 'no DICOM'), credentials)).toMatchObject({
      status: 202,
      stored: [instanceOf(firstReport)],
      failed: [0xc000],
    })
    expect(await stow(multipart(firstReport), credentials)).toMatchObject({ status: 200, failed: [] })
    const second = await nth(box, 1)
    const ofBoth = reportAbout({ ...second, instance: first.instance })
    expect(await stow(multipart(ofBoth), credentials)).toMatchObject({ status: 409, stored: [], failed: [0xc000] })
    expect((await scene.hospital.steward.view(locked.evaluationId)).casesDone).toBe(1)
    for (let at = 1; at < cases; at += 1) {
      const report = reportAbout(await nth(box, at))
      expect(await stow(multipart(report), credentials)).toMatchObject({ status: 200, stored: [instanceOf(report)] })
    }
    const before = await scene.hospital.steward.reaches(locked.evaluationId, 'scored')
    expect(before.conduct!.outcomes).toEqual({ completed: cases })
    expect(await stow(multipart(reportAbout(first)), credentials)).toMatchObject({ status: 200 })
    const counted = { taken: cases, unreadable: 1, 'sent-again': 1, ambiguous: 1, late: 1 }
    expect(await answered(name)).toEqual(counted)
    expect(await scene.hospital.steward.view(locked.evaluationId)).toEqual(before)
    await box.stop()
  })

  test.skipIf(!hasProgram('storescu'))(
    'are taken by C-STORE over TLS from whoever has a certificate (needs dcmtk)',
    async () => {
      const certificates = join(scene.hospital.directory, 'certificates')
      makeCertificates(certificates)
      const { settings, ask } = await registerAppliance(scene, [forms.report], { name: 'tls-box', vendor: 'Of TLS' })
      const listener = { ...settings.listener!, tls: true }
      await scene.hospital.steward.put('/appliances', { ...settings, listener })
      const own = join(scene.hospital.directory, 'appliances', 'tls-box')
      for (const [from, to] of Object.entries({
        'server.pem': 'certificate',
        'server.key': 'key',
        'authority.pem': 'authorities',
      }))
        copyFileSync(join(certificates, from), join(own, `${to}.pem`))
      const box = await startAppliance(settings, scene.hospital, { steps: [] })
      const locked = await ask()
      await scene.start(locked)
      const file = join(scene.hospital.directory, 'report.dcm')
      const place = ['-aet', listener.calling, '-aec', listener.called, '127.0.0.1', String(listener.port), file]
      const as = (who: string) => [
        ...['+tls', join(certificates, `${who}.key`), join(certificates, `${who}.pem`)],
        ...['+cf', join(certificates, 'authority.pem')],
      ]
      for (let at = 0; at < scene.testSet.cases; at += 1) {
        reportAbout(await nth(box, at))
        if (at === 0) {
          expect((await runProgram('storescu', ['-R', ...place])).status).not.toBe(0)
          expect((await runProgram('storescu', ['-R', ...as('stranger'), ...place])).status).not.toBe(0)
          expect(await answered('tls-box')).toEqual({})
        }
        expect(await runProgram('storescu', ['-R', ...as('client'), ...place])).toMatchObject({ status: 0 })
      }
      const { conduct } = await scene.hospital.steward.reaches(locked.evaluationId, 'scored')
      expect(conduct!.outcomes).toEqual({ completed: scene.testSet.cases })
      await box.stop()
    },
  )
})

describe('a hostile body at STOW-RS', () => {
  const name = 'hostile-box'
  beforeAll(async () => {
    await registerAppliance(scene, [forms.report], { name, vendor: 'Hostile' })
  })

  const inBody = (what: string) => ({
    status: 400,
    error: { code: 'input-invalid', parameters: { where: 'body', what } },
  })
  const inType = { status: 400, error: { code: 'input-invalid', parameters: { where: 'content-type' } } }

  test.each([
    ['without a boundary', multipart('x'), 'multipart/related', inType],
    [
      'with a boundary longer than any may be',
      multipart('x'),
      `multipart/related; boundary=${'e'.repeat(300)}`,
      inType,
    ],
    ['that is empty', '', related, inBody('multipart')],
    ['that is no multipart', 'hello', related, inBody('multipart')],
    ['of no part', '--edge--', related, inBody('parts')],
    ['cut off in a part', `${opening}${'x'.repeat(1000)}`, related, inBody('multipart')],
    ['cut off in the head of a part', '--edge\r\nContent-Ty', related, inBody('multipart')],
    ['cut off in its second part', `${opening}x${opening}y`, related, inBody('multipart')],
    ['cut off after 8 MiB', `${opening}${'x'.repeat(8 * 2 ** 20)}`, related, inBody('multipart')],
    ['of 51 parts', multipart(...Array<string>(51).fill('x')), related, inBody('parts')],
    ['of half a million parts', '\r\n--edge\r\n'.repeat(500_000), related, inBody('parts')],
  ])('%s is refused, and counts as no answer', async (_what, body, contentType, refusal) => {
    expect(await stow(body, credentialsOf(name), contentType)).toMatchObject(refusal)
    expect(await answered(name)).not.toHaveProperty('taken')
  })

  test('of parts that hold nothing, or 20 MiB of nonsense, is told as failed', async () => {
    const told = await stow(multipart('', Buffer.alloc(20 * 2 ** 20, 65)), credentialsOf(name))
    expect(told).toMatchObject({ status: 409, stored: [], failed: [0xc000, 0xc000] })
    expect(await answered(name)).toEqual({ unreadable: 2 })
  })

  test('larger than 512 MiB is refused by its length; one that does not say its length at 1 MiB', async () => {
    expect(await statusOf({ 'content-length': String(512 * 2 ** 20 + 1) }, [])).toBe(413)
    expect(await statusOf({ 'transfer-encoding': 'chunked' }, Array<Buffer>(20).fill(Buffer.alloc(2 ** 16)))).toBe(413)
  })

  /** Status of a request whose body need not be what its head says. */
  function statusOf(head: Record<string, string>, pieces: readonly Buffer[]): Promise<number> {
    const authorization = `Basic ${Buffer.from(credentialsOf(name)).toString('base64')}`
    const headers = { 'content-type': related, authorization, ...head }
    return new Promise((resolve, reject) => {
      const asking = request(`${scene.hospital.url}/appliance/studies`, { method: 'POST', headers }, (answer) => {
        resolve(answer.statusCode ?? 0)
        asking.destroy()
      })
      asking.on('error', reject)
      asking.flushHeaders()
      for (const piece of pieces) asking.write(piece)
    })
  }
})
