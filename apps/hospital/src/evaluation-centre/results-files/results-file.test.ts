import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { findTask } from '@assay/categories'
import { handoverList, type Protocol, payloadTypes, type ResultsFileView } from '@assay/contracts'
import { sha256, sha256OfJson, verificationKey, verify } from '@assay/signing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Scene, setScene } from '../../testing/scene.ts'
import { testDevice } from '../../testing/test-device.ts'

const program = findTask('ecg', 'beat-classification')!.deviceTemplate('node')
const asModule = `await import(${JSON.stringify(`data:text/javascript,${encodeURIComponent(program)}`)})`
const longEnough = { timeout: 120_000 }

let scene: Scene
let folder: string
beforeAll(async () => {
  scene = await setScene({ patients: 3, device: () => testDevice(asModule) })
}, 60_000)
afterAll(() => scene.stop())
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const record = {
  ...{ supervisor: 'Dr Canary Name', office: 'Engineer, radiology', place: 'Reading room 2, ward A' },
  ...{ startedAt: '2026-11-27T08:00:00.000Z', endedAt: '2026-11-27T09:30:00.000Z', deviceVersion: '1.0' },
  ...{ versionReadFrom: 'The page “About” of the device', how: 'On the vendor’s workstation, unplugged.' },
  inputsHeldBy: 'The hospital’s engineer',
}

/** An ordered evaluation by results file, its cases handed over and unpacked. */
async function handedOver(): Promise<{ locked: Protocol; view: ResultsFileView; ids: string[] }> {
  const locked = await scene.asked({ wayOfRunning: 'results-file' })
  await scene.start(locked)
  const { steward } = scene.hospital
  await steward.reaches(locked.evaluationId, 'running')
  const view = await steward.post<ResultsFileView>(`/evaluations/${locked.evaluationId}/handover`)
  folder = mkdtempSync(join(tmpdir(), 'assay-supervised-'))
  const archive = await steward.download(`/evaluations/${locked.evaluationId}/handover.tar`)
  writeFileSync(join(folder, 'handover.tar'), archive)
  spawnSync('tar', ['-xf', 'handover.tar'], { cwd: folder })
  return { locked, view, ids: readdirSync(join(folder, 'cases')).sort() }
}

/** Runs the device on what was handed over, as people would who know nothing but the files. */
function runByHand(ids: readonly string[]): void {
  writeFileSync(join(folder, 'program.mjs'), program)
  for (const id of ids) {
    const env = { INPUT_DIR: join(folder, 'cases', id), OUTPUT_DIR: join(folder, 'results', id) }
    expect(spawnSync(process.execPath, [join(folder, 'program.mjs')], { env }).status).toBe(0)
  }
}

/** GNU tar is a peer: an archive that people make by hand. */
function packed(...names: string[]): Buffer {
  spawnSync('tar', ['-cf', 'results.tar', ...names], { cwd: folder })
  return readFileSync(join(folder, 'results.tar'))
}

/** `assay results …` as a steward at a terminal. */
async function assay(...words: string[]): Promise<string> {
  const main = join(import.meta.dirname, '../../../../cli/src/main.ts')
  const own = { ASSAY_NODE: scene.hospital.url, ASSAY_USER: 'steward', ASSAY_PASSWORD: 'correct horse battery' }
  const env = { ...process.env, ...own, LANG: 'C', LC_ALL: 'C', INIT_CWD: folder }
  return (await promisify(execFile)(process.execPath, [main, 'results', ...words], { env })).stdout
}

const bring = ({ evaluationId }: Protocol, archive: Buffer, more = '') =>
  scene.hospital.steward.upload(`/results?evaluation=${evaluationId}${more}`, archive)
const supervise = ({ evaluationId }: Protocol, changes = {}) =>
  scene.hospital.steward.put(`/evaluations/${evaluationId}/supervision`, { ...record, ...changes })

describe('a results file of a run under supervision', () => {
  test(
    'gives the figures that the node’s own run of the same device gives, marked for what it is',
    longEnough,
    async () => {
      const { steward, identity } = scene.hospital
      const own = await scene.asked()
      await scene.start(own)
      await steward.reaches(own.evaluationId, 'scored')
      const { locked, view, ids } = await handedOver()
      const list = handoverList.parse(
        verify(view.list!, [verificationKey(identity.publicKey)], payloadTypes.handover).payload,
      )
      expect(list.cases.map(({ id }) => id)).toEqual(ids)
      for (const { id, files } of list.cases)
        for (const { path, sha256: hash } of files)
          expect(sha256(readFileSync(join(folder, 'cases', id, path)))).toBe(hash)
      runByHand(ids)
      writeFileSync(join(folder, 'record.json'), JSON.stringify(record))
      packed('cases.json', 'results')
      const { evaluationId } = locked
      expect(await assay('hand-over', evaluationId, '-o', 'again.tar')).toContain(
        `${ids.length} cases are in again.tar`,
      )
      expect(readFileSync(join(folder, 'again.tar'))).toEqual(readFileSync(join(folder, 'handover.tar')))
      expect(await assay('supervise', evaluationId, 'record.json')).toContain('The supervision is recorded')
      expect(await assay('bring', evaluationId, 'results.tar')).toContain('The results are taken')
      const { conduct } = await steward.reaches(locked.evaluationId, 'scored')
      expect(conduct).toMatchObject({ wayOfRunning: 'results-file', isolation: 'not-seen', executors: [], kernels: [] })
      expect(conduct).toMatchObject({ cases: ids.length, outcomes: { completed: ids.length } })
      expect(conduct?.disclosed).toEqual({ cases: ids.length, before: 0 })
      expect(conduct?.supervision).toMatchObject({ office: record.office, recordHash: sha256OfJson(record) })
      const preview = await steward.preview(locked.evaluationId)
      const { cells } = await steward.preview(own.evaluationId)
      expect(preview.cells).toEqual(cells)
      expect(preview.bytes).not.toContain('Canary')
      const provenance = await steward.provenance(locked.evaluationId)
      expect(provenance).toMatchObject({ wayOfRunning: 'results-file', resultsFile: { listHash: view.listHash } })
      expect(JSON.stringify(provenance)).toContain('Dr Canary Name')
    },
  )

  test('is taken whole or not at all, and once', longEnough, async () => {
    const { locked, ids } = await handedOver()
    const { steward } = scene.hospital
    runByHand(ids)
    const whole = packed('cases.json', 'results')
    await expect(bring(locked, whole)).rejects.toThrow('supervision-missing')
    await expect(supervise(locked, { deviceVersion: '1.1' })).rejects.toThrow('device-version-differs')
    await expect(supervise(locked, { endedAt: '2026-11-26T00:00:00.000Z' })).rejects.toThrow('input-invalid')
    await supervise(locked)
    await expect(bring(locked, packed('results'))).rejects.toThrow('results-list-differs')
    await expect(bring(locked, Buffer.from('rubbish'.repeat(300)))).rejects.toThrow('results-archive-invalid')
    await expect(bring(locked, packed('cases.json', 'results', 'cases'))).rejects.toThrow('not-below-results')
    symlinkSync('/etc/passwd', join(folder, 'results', ids[0]!, 'link'))
    await expect(bring(locked, packed('cases.json', 'results'))).rejects.toThrow('not-a-plain-file')
    rmSync(join(folder, 'results', ids[0]!, 'link'))
    mkdirSync(join(folder, 'results', '0'.repeat(24)))
    writeFileSync(join(folder, 'results', '0'.repeat(24), 'x'), '')
    await expect(bring(locked, packed('cases.json', 'results'))).rejects.toThrow('results-case-unknown')
    rmSync(join(folder, 'results', '0'.repeat(24)), { recursive: true })
    rmSync(join(folder, 'results', ids[0]!), { recursive: true })
    writeFileSync(join(folder, 'results', ids[1]!, 'waveforms/beat-annotations/record.qrs'), 'rubbish')
    const lacking = packed('cases.json', 'results')
    await expect(bring(locked, lacking)).rejects.toThrow('results-incomplete')
    expect((await steward.view(locked.evaluationId)).casesDone).toBe(0)
    await bring(locked, lacking, '&missingFailed=true')
    const { conduct } = await steward.reaches(locked.evaluationId, 'scored')
    const outcomes = { completed: ids.length - 2, 'output-missing': 1, 'output-invalid': 1 }
    expect(conduct).toMatchObject({ cases: ids.length, outcomes })
    await expect(bring(locked, whole)).rejects.toThrow('state-conflict')
  })

  test('does not stand in for a run of the package', longEnough, async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-supervised-'))
    const locked = await scene.asked()
    const path = `/evaluations/${locked.evaluationId}/handover`
    expect(await scene.hospital.steward.refused('POST', path)).toMatchObject({ code: 'way-of-running-differs' })
  })
})
