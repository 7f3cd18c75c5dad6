import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  endDemonstrations,
  newDirectory,
  newestReport,
  removeDirectory,
  startDemonstration,
} from './testing/demonstration-process.ts'

const bundle = z.object({
  report: z.object({ hospitals: z.array(z.object({ cases: z.number(), conduct: z.object({ cases: z.number() }) })) }),
})

/** Each takes most of a minute; a node killed amid a run is in every run of the tests (`apps/hospital/src/kill.test.ts`). */
const hasTime = process.env.ASSAY_FAULTS !== undefined

afterEach(endDemonstrations)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(100)
}

describe('a consortium under faults', { timeout: 300_000 }, () => {
  const amidRun = 'goes on after a hospital and the hub are killed in the middle of the run, and counts every case once'
  it.skipIf(!hasTime)(amidRun, async () => {
    const directory = newDirectory()
    const demonstration = await startDemonstration(directory, ['--once', '--patients', '8'])
    await demonstration.untilPrinted(/running, (25|50|75) %/)
    const [hospital] = demonstration.programs('apps/hospital')
    process.kill(hospital ?? 0, 'SIGKILL')
    const [hub] = demonstration.programs('apps/hub')
    process.kill(hub ?? 0, 'SIGKILL')
    await demonstration.carriedThrough()
    const { report } = bundle.parse(JSON.parse(readFileSync(newestReport(directory), 'utf8')))
    for (const one of report.hospitals) expect(one.conduct.cases).toBe(one.cases)
    removeDirectory(directory)
  })

  it.skipIf(!hasTime)('goes on where it was when the whole demonstration is killed and started again', async () => {
    const directory = newDirectory()
    const killed = await startDemonstration(directory, ['--patients', '8'])
    await killed.untilPrinted(/running, (25|50) %/)
    const programs = [...killed.programs('apps/hub'), ...killed.programs('apps/hospital')]
    await killed.kill('SIGKILL')
    await until(() => programs.every((pid) => !isAlive(pid)))
    const again = await startDemonstration(directory, [])
    await again.untilPrinted('The pages stay up')
    expect(again.printed()).toContain('EV-')
    expect(newestReport(directory)).toContain('0001')
    await again.kill()
    removeDirectory(directory)
  })

  it('says which port is in use', async () => {
    const directory = newDirectory()
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const demonstration = await startDemonstration(directory, ['--once', '--port', `${port}`])
    expect(await demonstration.ended).toBe(1)
    expect(demonstration.printed()).toContain(`Port ${port} is in use`)
    server.close()
    removeDirectory(directory)
  })
})
