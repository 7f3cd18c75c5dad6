import { once } from 'node:events'
import { createServer } from 'node:net'
import type { EvaluationView } from '@assay/contracts'
import { freePort } from '@assay/http/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './testing/fake-hospital.ts'
import { type HubProcess, runHub, startHubProcess } from './testing/hub-process.ts'
import { gatherConsortium, type TestConsortium, testFolder } from './testing/test-consortium.ts'

const { folder, remove } = testFolder()
const port = await freePort()
let hub: HubProcess
let consortium: TestConsortium

beforeAll(async () => {
  hub = await startHubProcess(folder, port)
  consortium = await gatherConsortium({ url: hub.url, directory: folder })
})
afterAll(async () => {
  await consortium.stop()
  await hub.stop()
  remove()
})

const killAndStartAgain = async () => {
  await hub.kill()
  hub = await startHubProcess(folder, port)
}

const ledgerTypes = async (id: string) => {
  const entries = await consortium.reviewer.ask<{ entry: { type: string; subject: { evaluationId?: string } } }[]>(
    'GET',
    '/ledger/entries',
  )
  return entries.filter(({ entry }) => entry.subject.evaluationId === id).map(({ entry }) => entry.type)
}

describe('a hub killed', () => {
  test('amid messages and before the decision goes on after a restart, and counts once', {
    timeout: 120_000,
  }, async () => {
    const id = await consortium.lock()
    await killAndStartAgain()
    const { hospitals } = consortium
    for (const hospital of hospitals) await hospital.approve(await hospital.asked(id))
    await killAndStartAgain()
    const running = await consortium.reaches(id, 'running')
    for (const hospital of hospitals) {
      await hospital.send('run-progress', { evaluationId: id, progress: 25 })
      await hospital.send('run-scored', { evaluationId: id })
      await hospital.release(running.protocol!)
    }
    await new Promise((resolve) => setTimeout(resolve, 40))
    await killAndStartAgain()
    await until(async () => {
      const view = await consortium.reviewer.ask<EvaluationView>('GET', `/evaluations/${id}`)
      return view.participations.every(({ state }) => state === 'released') || undefined
    })
    await killAndStartAgain()
    const decided = await consortium.reaches(id, 'decided')
    for (const hospital of hospitals) await hospital.hears('report-issued')
    expect(await ledgerTypes(id)).toEqual([
      ...['evaluation-submitted', 'protocol-locked', 'approval-received', 'approval-received', 'approval-received'],
      ...['run-ordered', 'release-received', 'release-received', 'release-received', 'evaluation-decided'],
    ])
    expect(decided.story.map(({ event }) => event).filter((event) => event === 'decided')).toHaveLength(1)
    expect(hospitals.flatMap(({ refused }) => refused)).toEqual([])
  })
})

describe('the program of the hub', () => {
  const outcome = async (words: readonly string[], environment: Record<string, string> = {}) => {
    const child = runHub(words, environment)
    let said = ''
    child.stderr?.on('data', (data: Buffer) => {
      said += data
    })
    child.stdout?.on('data', (data: Buffer) => {
      said += data
    })
    const [status] = await once(child, 'close')
    return { status, said }
  }

  test('says that its directory or its port is taken, in words, and ends with 1', async () => {
    const taken = await outcome(['--directory', folder, '--port', '0', '--name', 'Second'])
    expect(taken.status).toBe(1)
    expect(taken.said).toContain(`works in ${folder}`)
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port: used } = server.address() as { port: number }
    const other = testFolder()
    const words = ['--directory', other.folder, '--port', `${used}`, '--name', 'Second']
    const refused = await outcome(words, { LC_ALL: 'zh_CN.UTF-8' })
    expect(refused.status).toBe(1)
    expect(refused.said).toContain(`${used}`)
    expect(refused.said).toMatch(/端口/)
    server.close()
    other.remove()
  })

  test('ends with 2 for words that it does not know, and 0 for help', async () => {
    expect(await outcome(['--colour'])).toMatchObject({ status: 2, said: expect.stringContaining('--colour') })
    expect(await outcome(['--directory', folder])).toMatchObject({ status: 2, said: expect.stringContaining('--name') })
    expect(await outcome(['--help'])).toMatchObject({ status: 0, said: expect.stringContaining('--directory DIR') })
  })
})
