import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { findTask } from '@assay/categories'
import { handoverList, type Protocol, payloadTypes, type ResultsFileView } from '@assay/contracts'
import { sha256, sha256OfJson, verificationKey, verify } from '@assay/signing'
import { afterEach, describe, expect, test } from 'vitest'
import { recordsIn } from '../../testing/records.ts'
import { sceneForTests } from '../../testing/scene.ts'
import { handOver, packByHand, runByHand, supervision } from '../../testing/supervised-run.ts'
import { testDevice } from '../../testing/test-device.ts'

const program = findTask('ecg', 'beat-classification')!.deviceTemplate('node')
const asModule = `await import(${JSON.stringify(`data:text/javascript,${encodeURIComponent(program)}`)})`
const scene = await sceneForTests({ patients: 3, device: () => testDevice(asModule) })
let folder: string
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** An ordered evaluation by results file, its cases handed over and unpacked. */
async function handedOver(): Promise<{ locked: Protocol; view: ResultsFileView; ids: string[] }> {
  const locked = await scene.asked({ wayOfRunning: 'results-file' })
  await scene.start(locked)
  folder = mkdtempSync(join(tmpdir(), 'assay-supervised-'))
  return { locked, ...(await handOver(scene.hospital.steward, locked.evaluationId, folder)) }
}

const packed = (...names: string[]) => packByHand(folder, ...names)

/** `assay results …` as a steward at a terminal. */
async function assay(...words: string[]): Promise<string> {
  const main = join(import.meta.dirname, '../../../../cli/src/main.ts')
  const own = { ASSAY_NODE: scene.hospital.url, ASSAY_USER: 'steward', ASSAY_PASSWORD: 'correct horse battery' }
  const env = { ...process.env, ...own, LANG: 'C', LC_ALL: 'C', INIT_CWD: folder }
  return (await promisify(execFile)(process.execPath, [main, 'results', ...words], { env })).stdout
}

/** The same where it is refused. */
function refusedWords(...words: string[]): Promise<{ stdout: string; stderr: string }> {
  return assay(...words).then(
    () => Promise.reject(new Error('not refused')),
    (error: { stdout: string; stderr: string }) => error,
  )
}

const bring = ({ evaluationId }: Protocol, archive: Buffer) =>
  scene.hospital.steward.upload<ResultsFileView>(`/results?evaluation=${evaluationId}`, archive)
const supervise = ({ evaluationId }: Protocol, changes = {}) =>
  scene.hospital.steward.put(`/evaluations/${evaluationId}/supervision`, { ...supervision, ...changes })

describe('a results file of a run under supervision', () => {
  test('gives the figures that the node’s own run of the same device gives, marked for what it is', async () => {
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
    runByHand(folder, program, ids)
    writeFileSync(join(folder, 'record.json'), JSON.stringify(supervision))
    packed('cases.json', 'results')
    const { evaluationId } = locked
    expect(await assay('hand-over', evaluationId, '-o', 'again.tar')).toContain(`${ids.length} cases are in again.tar`)
    expect(readFileSync(join(folder, 'again.tar'))).toEqual(readFileSync(join(folder, 'handover.tar')))
    expect(await assay('supervise', evaluationId, 'record.json')).toContain('The supervision is recorded')
    expect(await assay('bring', evaluationId, 'results.tar')).toContain('The results are taken')
    const { conduct } = await steward.reaches(locked.evaluationId, 'scored')
    expect(conduct).toMatchObject({ wayOfRunning: 'results-file', isolation: 'not-seen', executors: [], kernels: [] })
    expect(conduct).toMatchObject({ cases: ids.length, outcomes: { completed: ids.length } })
    expect(conduct?.disclosed).toEqual({ cases: ids.length, before: 0 })
    expect(conduct?.supervision).toMatchObject({ office: supervision.office, recordHash: sha256OfJson(supervision) })
    const preview = await steward.preview(locked.evaluationId)
    const { cells } = await steward.preview(own.evaluationId)
    expect(preview.cells).toEqual(cells)
    expect(preview.bytes).not.toContain('Canary')
    const provenance = await steward.provenance(locked.evaluationId)
    expect(provenance).toMatchObject({ wayOfRunning: 'results-file', resultsFile: { listHash: view.listHash } })
    expect(JSON.stringify(provenance)).toContain('Dr Canary Name')
  })

  test('is taken whole or not at all, and once', async () => {
    const { locked, ids } = await handedOver()
    const { steward } = scene.hospital
    runByHand(folder, program, ids)
    const whole = packed('cases.json', 'results')
    await expect(bring(locked, whole)).rejects.toThrow('supervision-missing')
    await expect(supervise(locked, { deviceVersion: '1.1' })).rejects.toThrow('device-version-differs')
    await expect(supervise(locked, { endedAt: '2026-11-26T00:00:00.000Z' })).rejects.toThrow('input-invalid')
    await supervise(locked)
    const lookedAt = async (archive: Buffer) => (await bring(locked, archive)).brought!
    const codes = async (archive: Buffer) => {
      const { isSound, findings } = await lookedAt(archive)
      return [
        isSound,
        ...findings.map(({ line, case: shown, code, parameters }) => [line, shown, code, parameters.what]),
      ]
    }
    expect(await codes(packed('results'))).toEqual([false, [null, null, 'list-missing', undefined]])
    const none = ids.map((id) => [null, id, 'case-missing', undefined])
    const rubbish = [[null, null, 'list-missing', undefined], [1, null, 'archive-broken', 'not-a-tar'], ...none]
    expect(await codes(Buffer.from('rubbish'.repeat(300)))).toEqual([false, ...rubbish])
    // The bytes of recordings that the node keeps: refused, and not removed from where cases have them.
    for (const name of recordsIn(scene.records))
      for (const extension of ['hea', 'dat', 'atr']) {
        const kept = readFileSync(join(scene.records, `${name}.${extension}`))
        expect((await lookedAt(kept)).isSound).toBe(false)
      }
    const { findings: inputs } = await lookedAt(packed('cases.json', 'results', 'cases'))
    expect(new Set(inputs.map(({ code }) => code))).toEqual(new Set(['not-below-results']))
    // Each fault is named, and loses nothing else: the entries, counted by GNU tar, are the lines.
    symlinkSync('/etc/passwd', join(folder, 'results', ids[0]!, 'link'))
    mkdirSync(join(folder, 'results', '0'.repeat(24)))
    writeFileSync(join(folder, 'results', '0'.repeat(24), 'x'), '')
    const answer = `results/${ids[0]}/waveforms/beat-annotations/record.qrs`
    const faulty = packed('--hard-dereference', 'cases.json', 'results', answer)
    const listed = execFileSync('tar', ['-t'], { input: faulty, encoding: 'utf8' }).trim().split('\n')
    const files = listed.filter((path) => !path.endsWith('/'))
    const line = (path: string) => files.lastIndexOf(path) + 1
    const found = await lookedAt(faulty)
    expect(found).toMatchObject({
      isSound: false,
      cases: ids.length,
      matched: ids.length,
      missing: 0,
      doubled: 1,
      unknown: 1,
    })
    expect(found.findings.map(({ line: at, case: shown, code, path }) => [at, shown, code, path]).sort()).toEqual(
      [
        [line(`results/${ids[0]}/link`), ids[0], 'entry-refused', `results/${ids[0]}/link`],
        [line(answer), ids[0], 'file-doubled', answer],
        [line(`results/${'0'.repeat(24)}/x`), '0'.repeat(24), 'case-unknown', `results/${'0'.repeat(24)}/x`],
      ].sort(),
    )
    const take = (archiveHash: string, missingFailed = false) =>
      steward.post(`/evaluations/${locked.evaluationId}/results`, { archiveHash, missingFailed })
    await expect(take(found.archiveHash)).rejects.toThrow('results-unsound')
    rmSync(join(folder, 'results', ids[0]!, 'link'))
    rmSync(join(folder, 'results', '0'.repeat(24)), { recursive: true })
    rmSync(join(folder, 'results', ids[0]!), { recursive: true })
    writeFileSync(join(folder, 'results', ids[1]!, 'waveforms/beat-annotations/record.qrs'), 'rubbish')
    const lacking = packed('cases.json', 'results')
    const { archiveHash } = await lookedAt(lacking)
    expect(await lookedAt(lacking)).toMatchObject({
      isSound: true,
      matched: ids.length - 1,
      missing: 1,
      doubled: 0,
      unknown: 0,
      unreadable: 1,
      archiveHash,
      findings: [
        { line: null, case: ids[0], code: 'case-missing', weight: 'counts-as-failure' },
        { line: null, case: ids[1], code: 'cannot-be-read', weight: 'counts-as-failure' },
      ],
    })
    await expect(take(archiveHash)).rejects.toThrow('results-incomplete')
    await expect(take(found.archiveHash, true)).rejects.toThrow('results-not-brought')
    expect((await steward.view(locked.evaluationId)).casesDone).toBe(0)
    expect(readdirSync(join(scene.hospital.directory, 'results'))).toEqual([
      `${locked.evaluationId}.${archiveHash}.tar`,
    ])
    const words = await refusedWords('bring', locked.evaluationId, 'results.tar')
    expect(words.stdout).toContain(`${ids.length - 1} of ${ids.length} cases have results; missing: 1`)
    expect(words.stdout).toContain(`○ ${ids[0]}: There are no results of this case. Add them below results/ID/`)
    expect(words.stderr).toContain('lacks 1 of')
    expect(await assay('bring', locked.evaluationId, 'results.tar', '--check')).toContain('nothing of it counts yet')
    await take(archiveHash, true)
    expect(readdirSync(join(scene.hospital.directory, 'results'))).toEqual([])
    const { conduct } = await steward.reaches(locked.evaluationId, 'scored')
    const outcomes = { completed: ids.length - 2, 'output-missing': 1, 'output-invalid': 1 }
    expect(conduct).toMatchObject({ cases: ids.length, outcomes })
    // Every look counts, also those that came to nothing.
    const looks = 4 + 3 * recordsIn(scene.records).length + 4
    expect(conduct?.supervision?.archivesBrought).toBe(looks)
    await expect(bring(locked, whole)).rejects.toThrow('state-conflict')
  })

  test('does not stand in for a run of the package', async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-supervised-'))
    const locked = await scene.asked()
    const path = `/evaluations/${locked.evaluationId}/handover`
    expect(await scene.hospital.steward.refused('POST', path)).toMatchObject({ code: 'way-of-running-differs' })
  })
})
