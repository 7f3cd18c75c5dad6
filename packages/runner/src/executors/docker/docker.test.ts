import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { PassThrough } from 'node:stream'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCase } from '../../run/run-case.ts'
import { input, testDevice, testImageDevice, tryDevice } from '../../testing/test-device.ts'
import { tryTestDocker } from '../../testing/test-docker.ts'
import { openBench } from '../choose-executor.ts'
import { processesNaming } from '../process-tree.ts'
import { benchLabel } from './describe-container.ts'
import { findEngine } from './engine.ts'
import { splitFrames } from './split-frames.ts'

const never = new AbortController().signal
const isAtWork = (area: string) => readdirSync(area).some((name) => existsSync(join(area, name, 'output', 'answer')))

const docker = await tryTestDocker({ hasUsers: false })
const other = await tryTestDocker({ hasUsers: false })
afterAll(async () => {
  await docker?.stop()
  await other?.stop()
})

describe.skipIf(!docker)('docker (needs docker.io)', () => {
  beforeEach(() => {
    process.env.DOCKER_HOST = docker?.host
  })
  afterEach(() => {
    delete process.env.DOCKER_HOST
  })

  const kept = async (kind: 'containers' | 'images') =>
    JSON.parse(await findEngine(process.env)!.ask('GET', `/${kind}/json?all=1`)) as unknown[]

  it('tells by its parts that containers have no users of their own, where the daemon gives them none', async () => {
    const bench = await openBench('docker')
    expect([bench.executor.isolation, bench.executor.parts.includes('user-namespace')]).toEqual(['docker', false])
    const ran = await runCase(bench, await testDevice(bench, `fs.writeFileSync(out + '/answer', 'x')`), input, never)
    // Looked at before the device's first instruction: known however short it lives.
    expect(ran.seen).toEqual(expect.arrayContaining(['no-capabilities', 'no-new-privileges', 'not-root']))
    expect(ran.seen).not.toContain('user-namespace')
    await ran.discard()
    await bench.close()
  })

  it('leaves nothing with the daemon', async () => {
    const bench = await openBench('docker')
    await tryDevice(bench, await testDevice(bench, ''))
    expect((await kept('images')).length).toBeGreaterThan(0)
    await bench.close()
    expect([await kept('images'), await kept('containers')]).toEqual([[], []])
  })

  it('ends a container with its killed node, and takes away what that left with the daemon', async () => {
    const program = join(import.meta.dirname, '../../testing/node-that-hangs.ts')
    const node = spawn(process.execPath, [program, 'docker'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: process.env,
    })
    const [area] = (await once(node.stdout, 'data')).map(String) as [string]
    // A container that was made and not begun is nobody's to end: see below.
    await expect.poll(() => isAtWork(area)).toBe(true)
    expect(await kept('containers')).toHaveLength(1)
    node.kill('SIGKILL')
    await once(node, 'exit')
    await expect.poll(() => processesNaming(area)).toEqual([])
    await expect.poll(() => kept('containers')).toEqual([])
    const [image] = (await kept('images')) as [{ Id: string }]
    // What the daemon has where the node is killed between the two steps of a start.
    const body = { Image: image.Id, Cmd: ['/usr/bin/node'], Labels: { [benchLabel]: basename(area) } }
    await findEngine(process.env)!.ask('POST', '/containers/create', { body })
    expect(await kept('containers')).toMatchObject([{ State: 'created' }])
    const next = await openBench('none')
    await next.close()
    expect([await kept('containers'), await kept('images'), existsSync(area)]).toEqual([[], [], false])
  })

  it('gives a device the library path of its image, and its own shell none of it', async () => {
    const bench = await openBench('docker')
    const script = `echo $LD_PRELOAD $ODD >/output/answer`
    const image = await testImageDevice(bench, script)
    Object.assign(image.process.environment, { LD_PRELOAD: '/nowhere/library.so', ODD: `a b'"$x` })
    expect(await tryDevice(bench, image)).toMatchObject({ answer: `/nowhere/library.so a b'"$x\n` })
    await bench.close()
  })
})

it.skipIf(!other)('a device is not blamed for an end of the docker daemon (needs docker.io)', async () => {
  process.env.DOCKER_HOST = other?.host
  const bench = await openBench('docker')
  delete process.env.DOCKER_HOST
  const device = await testDevice(bench, `setInterval(() => fs.writeFileSync(out + '/answer', ''), 10)`)
  const refused = expect(runCase(bench, device, input, never)).rejects.toMatchObject({ code: 'isolation-unavailable' })
  await expect.poll(() => isAtWork(bench.area)).toBe(true)
  await other?.halt()
  await refused
  await expect(runCase(bench, device, input, never)).rejects.toMatchObject({ code: 'isolation-unavailable' })
  await bench.close()
})

it('another machine’s docker is not asked', () => {
  expect(findEngine({ DOCKER_HOST: 'tcp://192.0.2.1:2375' })).toBeUndefined()
  expect(findEngine({ DOCKER_HOST: 'ssh://user@192.0.2.1' })).toBeUndefined()
})

it('what a container prints is parted by stream, wherever the pieces are cut', async () => {
  const frame = (stream: number, text: string) => {
    const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
    header.writeUInt32BE(Buffer.byteLength(text), 4)
    return Buffer.concat([header, Buffer.from(text)])
  }
  const sent = Buffer.concat([
    frame(1, 'ready\n'),
    frame(2, 'a warning'),
    frame(1, ''),
    frame(1, 'done'),
    frame(2, '!'),
  ])
  for (const bytes of [1, 3, 7, 8, 9, sent.length]) {
    const source = new PassThrough()
    const printed = { stdout: new PassThrough(), stderr: new PassThrough() }
    splitFrames(source, printed)
    for (let at = 0; at < sent.length; at += bytes) source.write(sent.subarray(at, at + bytes))
    source.end()
    const read = async (stream: PassThrough) => Buffer.concat(await stream.toArray()).toString()
    expect([await read(printed.stdout), await read(printed.stderr)]).toEqual(['ready\ndone', 'a warning!'])
  }
})
