import { sha256OfJson } from '@assay/signing'
import { afterEach, describe, expect, test } from 'vitest'
import { type Scene, setScene } from '../testing/scene.ts'
import { programs, testDevice, testSeriesDevice } from '../testing/test-device.ts'

let scene: Scene
afterEach(() => scene?.stop())

async function conductOf(wish: Parameters<typeof setScene>[0]) {
  scene = await setScene(wish)
  const locked = await scene.asked()
  await scene.start(locked)
  const { conduct } = await scene.hospital.steward.reaches(locked.evaluationId, 'scored')
  const provenance = await scene.hospital.steward.provenance(locked.evaluationId)
  return { ...conduct!, provenance }
}

/** Finds no beat. */
const leave = `mkdirSync(output, { recursive: true }); writeFileSync(output + '/record.qrs', Buffer.from([0, 0]))`

describe('cases that are run again', () => {
  test('show that a device carries nothing from case to case', async () => {
    const conduct = await conductOf({ patients: 3, device: () => testSeriesDevice(leave) })
    expect(conduct).toMatchObject({ starts: 'many-per-start', outcomes: { completed: 3 }, restarts: 0 })
    expect(conduct.repeats).toEqual({ cases: 3, differing: 0 })
  })

  test('find a device that answers otherwise after its first case', async () => {
    const device = () => testSeriesDevice(`if (count === 1) { ${leave} }`)
    const conduct = await conductOf({ patients: 3, device })
    expect(conduct).toMatchObject({ outcomes: { completed: 1, 'output-missing': 2 } })
    expect(conduct.repeats).toEqual({ cases: 3, differing: 2 })
  })

  test('are run for any device where the node was told to', async () => {
    const changes = { repeatShare: 0.5 }
    const conduct = await conductOf({ patients: 3, device: () => testDevice(programs.findsNothing), changes })
    expect(conduct).toMatchObject({ starts: 'one-per-start', cases: 3, restarts: 0, imageDigest: null })
    expect(conduct.repeats).toEqual({ cases: 2, differing: 0 })
    expect([conduct.executors, conduct.isolationSeen]).toEqual([[`node ${process.version}`], 0])
  })

  test('stand, with every start and what held it, in a record whose hash is released', async () => {
    const device = () => testSeriesDevice(leave)
    const { provenance, provenanceHash } = await conductOf({ patients: 3, device })
    expect(provenanceHash).toBe(sha256OfJson(provenance))
    expect(provenance).toMatchObject({ manifest: { cases: 'many-per-start' }, imageDigest: null })
    const { attempts, results, repeats } = provenance as Record<string, { is_repeat?: boolean; conditions?: object }[]>
    expect([attempts?.length, results?.length, repeats?.length]).toEqual([6, 3, 3])
    expect(attempts?.map(({ is_repeat }) => is_repeat)).toEqual([false, false, false, true, true, true])
    expect(results?.[0]?.conditions).toMatchObject({ isolation: 'none', interpreter: `node ${process.version}` })
  })
})
