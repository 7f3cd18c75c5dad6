import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CaseOutcome } from '@assay/contracts'
import { sha256 } from '@assay/signing'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { processesOf } from '../testing/processes-of.ts'
import { beatsToFind, recordsIn, shownSignal } from '../testing/records.ts'
import { type Scene, setScene } from '../testing/scene.ts'
import { programs, testDevice } from '../testing/test-device.ts'
import { startHospital, testFolder } from '../testing/test-hospital.ts'
import { until } from '../testing/until.ts'

let scene: Scene
afterEach(() => scene.stop())

/** Which of five things the device `fails` does with each record. */
async function expectedOutcomes(folder: string): Promise<Partial<Record<CaseOutcome, number>>> {
  const kinds = ['completed', 'crashed', 'timed-out', 'output-invalid', 'output-missing'] as const
  const outcomes: Partial<Record<CaseOutcome, number>> = {}
  for (const record of recordsIn(folder)) {
    const kind =
      kinds[
        createHash('sha256')
          .update(await shownSignal(folder, record))
          .digest()[0]! % kinds.length
      ]!
    outcomes[kind] = (outcomes[kind] ?? 0) + 1
  }
  return outcomes
}

async function cellsOf({ hospital }: Scene, evaluationId: string): Promise<Map<string, number>> {
  const { cells } = await hospital.steward.preview(evaluationId)
  return new Map(cells.map(({ name, value }) => [name, value]))
}

function beatsIn(cells: ReadonlyMap<string, number>): number {
  return [...cells].filter(([name]) => /^beats\.[NSVFQ]/.test(name)).reduce((sum, [, count]) => sum + count, 0)
}

describe('a run', () => {
  test('counts every case once, failures among them, and tells how each ended', async () => {
    scene = await setScene({
      patients: 12,
      device: () => testDevice(programs.fails, { wallSeconds: 3 }),
      changes: { workers: 3 },
    })
    const { hub, hospital, records } = scene
    const expected = await expectedOutcomes(records)
    expect(Object.keys(expected)).toHaveLength(5)
    const locked = await scene.asked()
    await scene.start(locked)
    const { conduct } = await hospital.steward.reaches(locked.evaluationId, 'scored')
    expect(conduct).toMatchObject({ cases: 15, outcomes: expected, restarts: 0 })
    expect(conduct).toMatchObject({ isolation: 'none', isolationParts: [], demonstration: true, nodeVersion: '0.1.0' })
    const cells = await cellsOf(scene, locked.evaluationId)
    expect(cells.get('records')).toBe(15)
    for (const [outcome, count] of Object.entries(expected))
      expect(cells.get(`records.${outcome}`) ?? 'completed').toBe(outcome === 'completed' ? outcome : count)
    // No device found any beat: each beat of the reference is missed once.
    expect(beatsIn(cells)).toBe(beatsToFind(records))
    expect(beatsIn(cells)).toBe(
      ['N', 'S', 'V', 'F', 'Q'].reduce((sum, row) => sum + (cells.get(`beats.${row}o`) ?? 0), 0),
    )
    await hub.hears('run-scored')
    const told = hub.heard.filter(({ type }) => type === 'run-progress').map(({ body }) => body.progress)
    expect(told).toEqual([25, 50, 75, 100])
    const sent = JSON.stringify(hub.heard)
    for (const record of recordsIn(records)) expect(sent).not.toContain(record)
    expect(sent).not.toMatch(/s1-p\d/)
  })

  test('tells nobody what a device prints, or what it calls its files', async () => {
    // A device that wants the case itself to leave, in its words, in the names of its files, in its answer.
    const canary = 'canaryofacase'
    scene = await setScene({
      device: () =>
        testDevice(`const told = '${canary}' + signal.toString('hex').slice(0, 64)
          console.log(told)
          console.error(told)
          leave(Buffer.from(told))
          writeFileSync(join(output, told), told)
          if (signal[0] % 2 === 0) throw new Error(told)`),
    })
    const { hub, hospital } = scene
    const locked = await scene.asked()
    await scene.start(locked)
    const { conduct } = await hospital.steward.reaches(locked.evaluationId, 'scored')
    const { completed, ...failed } = conduct?.outcomes ?? {}
    expect([completed, Object.keys(failed).length > 0]).toEqual([undefined, true])
    await hub.hears('run-scored')
    const preview = await hospital.steward.preview(locked.evaluationId)
    expect(JSON.stringify([hub.heard, hub.refused, conduct, preview])).not.toContain(canary)
  })

  test('shows the device a signal under a neutral name, no date, no label', async () => {
    scene = await setScene({ device: () => testDevice(programs.looksAround) })
    const locked = await scene.asked()
    await scene.start(locked)
    const { conduct } = await scene.hospital.steward.reaches(locked.evaluationId, 'scored')
    expect(conduct?.outcomes).toEqual({ completed: 2 })
  })

  test('waits, and says so, while its package can not be had or is another; the steward may withhold it', async () => {
    scene = await setScene()
    const { hub, hospital, device } = scene
    const { steward } = hospital
    hub.packages.delete(device.digest)
    const first = await scene.asked()
    await scene.start(first)
    expect(await steward.blocked(first.evaluationId)).toBe('not-found')
    const other = await testDevice(programs.hangs)
    hub.packages.set(device.digest, other.archive)
    const second = await scene.asked()
    await scene.start(second)
    expect(await steward.blocked(second.evaluationId)).toBe('device-digest-mismatch')
    // Nothing is kept of what was not asked for.
    expect(readdirSync(join(hospital.directory, 'blobs'), { recursive: true })).not.toContain(
      join(other.digest.slice(0, 2), other.digest),
    )
    await steward.post(`/evaluations/${second.evaluationId}/withhold`, { reason: 'The package is another.' })
    const { body } = await hub.hears('release-withheld', second.evaluationId)
    expect(body.reason).toBe('The package is another.')
    expect(await steward.view(second.evaluationId)).toMatchObject({
      state: 'withheld',
      reason: 'The package is another.',
      blockedBy: null,
    })
    hub.packages.set(device.digest, device.archive)
    expect(await steward.reaches(first.evaluationId, 'scored')).toMatchObject({ blockedBy: null, casesDone: 2 })
  })

  test('keeps what is done when the files of a case are damaged, and goes on when they are restored', async () => {
    scene = await setScene({ patients: 4, changes: { workers: 2 } })
    const { hospital, records } = scene
    const [record] = recordsIn(records) as [string]
    const digest = sha256(readFileSync(join(records, `${record}.dat`)))
    const blob = join(hospital.directory, 'blobs', digest.slice(0, 2), digest)
    const intact = readFileSync(blob)
    writeFileSync(blob, Buffer.concat([intact, Buffer.from([0])]))
    const locked = await scene.asked()
    await scene.start(locked)
    expect(await hospital.steward.blocked(locked.evaluationId)).toBe('blob-corrupt')
    writeFileSync(blob, intact)
    const { conduct, blockedBy } = await hospital.steward.reaches(locked.evaluationId, 'scored')
    expect(blockedBy).toBeNull()
    expect(conduct).toMatchObject({ cases: 5, outcomes: { completed: 5 } })
    const cells = await cellsOf(scene, locked.evaluationId)
    expect(beatsIn(cells)).toBe(beatsToFind(records))
  })

  test('ends at once where nobody wants it any more', async () => {
    scene = await setScene({ device: () => testDevice(programs.hangs) })
    const { hub, hospital, device } = scene
    const locked = await scene.asked()
    const { evaluationId } = locked
    await scene.start(locked)
    const isRunning = () => processesOf(device.digest) > 0 || undefined
    await until('a device at work', isRunning)
    await hub.say(hospital.identity.id, 'evaluation-ended', { evaluationId, reason: 'nothing-released' })
    await hospital.steward.reaches(evaluationId, 'ended')
    await until('no device at work', () => !isRunning() || undefined, 5)
    expect(await hospital.steward.view(evaluationId)).toMatchObject({
      reason: 'nothing-released',
      casesDone: 0,
      blockedBy: null,
    })
  })

  test('takes no order for what was not approved, or for another protocol', async () => {
    scene = await setScene()
    const { hub, hospital } = scene
    const locked = await scene.asked()
    await hub.order(hospital.identity.id, locked)
    await until('a refusal', () => hub.refused[0])
    await hospital.steward.post(`/evaluations/${locked.evaluationId}/approve`)
    await hub.order(hospital.identity.id, { ...locked, title: 'Another' })
    await until('a refusal', () => hub.refused[1])
    expect(hub.refused.map(({ code }) => code)).toEqual(['state-conflict', 'protocol-mismatch'])
    expect((await hospital.steward.view(locked.evaluationId)).state).toBe('approved')
  })
})

const probe = testFolder()
const tried = await startHospital(probe.folder)
await tried.stop()
afterAll(probe.remove)

describe.skipIf(tried.isolation === 'none')('a run in isolation (needs bubblewrap)', () => {
  test('has the device see nothing of the node', async () => {
    scene = await setScene({
      device: (directory) =>
        testDevice(`${programs.looksAround}
          let seen = true
          try { readdirSync(${JSON.stringify(directory)}) } catch { seen = false }
          if (seen) throw new Error('the node')`),
      changes: { executor: 'auto', demonstrationDevice: undefined },
    })
    const locked = await scene.asked()
    await scene.start(locked)
    const { conduct } = await scene.hospital.steward.reaches(locked.evaluationId, 'scored')
    expect(conduct).toMatchObject({ isolation: 'bubblewrap', demonstration: false, outcomes: { completed: 2 } })
    expect(conduct?.isolationParts.length).toBeGreaterThan(0)
  })

  test('stops after so many faults of what holds the device, blames no case, and goes on when told', async () => {
    scene = await setScene({
      patients: 4,
      device: () => testDevice('setTimeout(() => leave([0, 0]), 300)'),
      changes: { executor: 'auto', demonstrationDevice: undefined, faultLimits: { perCase: 2, perRun: 9 } },
    })
    const { hospital, device } = scene
    const { steward } = hospital
    const locked = await scene.asked()
    const { evaluationId } = locked
    await scene.start(locked)
    const root = await until('an unpacked package', () => rootOf(device.digest))
    await until('a first case', async () => ((await steward.view(evaluationId)).casesDone > 0 ? true : undefined))
    renameSync(root, `${root}-away`)
    expect(await steward.blocked(evaluationId)).toBe('run-halted')
    const halted = await steward.view(evaluationId)
    expect(halted.blockedBy?.parameters).toMatchObject({ count: 2, reason: expect.stringContaining('root') })
    renameSync(`${root}-away`, root)
    // Nothing goes on by itself, and what is finished is kept.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const { casesDone, conduct, blockedBy } = await steward.view(evaluationId)
    expect([casesDone, conduct?.outcomes, blockedBy?.code]).toEqual([
      halted.casesDone,
      { completed: halted.casesDone },
      'run-halted',
    ])
    await steward.post(`/evaluations/${evaluationId}/resume`)
    const scored = await steward.reaches(evaluationId, 'scored')
    expect(scored).toMatchObject({ blockedBy: null, conduct: { cases: 5, outcomes: { completed: 5 }, restarts: 2 } })
    const { attempts } = await steward.get<{ attempts: { fault: { code: string } | null }[] }>(
      `/evaluations/${evaluationId}/provenance`,
    )
    expect(attempts.flatMap(({ fault }) => fault?.code ?? [])).toEqual(Array(2).fill('isolation-unavailable'))
    await expect(steward.post(`/evaluations/${evaluationId}/resume`)).rejects.toThrow()
  })
})

/** The root of a device's package where a node of this process unpacked it. */
function rootOf(digest: string): string | undefined {
  const areas = readdirSync(tmpdir()).filter((name) => name.startsWith('assay-runs-'))
  return areas.map((name) => join(tmpdir(), name, 'packages', digest, 'root')).find((root) => existsSync(root))
}
