import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceLimits } from '@assay/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { killAll, processesNaming } from '../executors/process-tree.ts'
import { openTestBenches } from '../testing/test-benches.ts'
import { input, testDevice, tryDevice } from '../testing/test-device.ts'
import { runCase } from './run-case.ts'

const node = mkdtempSync(join(tmpdir(), 'assay-test-node-'))
const benches = await openTestBenches(['bubblewrap', 'podman', 'docker', 'docker without users'])
beforeAll(() => {
  mkdirSync(join(node, 'blobs'))
  writeFileSync(join(node, 'labels'), 'label')
})
afterAll(() => {
  rmSync(node, { recursive: true, force: true })
})

describe.each(benches)('a hostile device %s', (name, bench, available) => {
  const when = it.skipIf(!available)
  const isContainer = /podman|docker/.test(name)
  const run = async (program: string, limits: Partial<DeviceLimits> = {}, further: Record<string, string> = {}) =>
    tryDevice(bench, await testDevice(bench, program, limits, further))

  /** What a device says of a list of acts: those that it could do. */
  const couldDo = async (acts: readonly string[]) => {
    const tries = acts.map((act) => `await attempt(${JSON.stringify(act)}, async () => { ${act} })`)
    const { answer } = await run(`const done = []
      const attempt = (name, act) => act().then(() => done.push(name), () => undefined)
      ${tries.join('\n')}
      fs.writeFileSync(out + '/answer', JSON.stringify(done))`)
    return JSON.parse(answer ?? 'null')
  }

  when('reaches no server, not even on loopback', async () => {
    const server = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const { answer } = await run(
      `const answer = await fetch('http://127.0.0.1:${port}').then((r) => r.text(), (e) => e.cause.code)
      fs.writeFileSync(out + '/answer', answer)`,
    )
    server.close()
    expect(answer).toBe('ECONNREFUSED')
  })

  when('sees no label, no other case, no file of the node or the system, and no other process', async () => {
    const other = await testDevice(bench, `fs.writeFileSync(out + '/answer', 'another case')`)
    const ran = await runCase(bench, other, input, new AbortController().signal)
    const paths = [
      join(node, 'labels'),
      join(ran.output, 'answer'),
      bench.area,
      '/etc/passwd',
      '/usr/bin/env',

      '/home',
      '/work',
    ]
    if (!isContainer) paths.push('/sys/kernel')
    const { answer } = await run(`const seen = ${JSON.stringify(paths)}.filter((path) => fs.existsSync(path))
      const processes = fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length
      fs.writeFileSync(out + '/answer', JSON.stringify({ seen, processes, root: fs.readdirSync('/').sort() }))`)
    expect(existsSync(join(ran.output, 'answer'))).toBe(true)
    await ran.discard()
    const { seen, processes, root } = JSON.parse(answer ?? 'null')
    expect(seen).toEqual([])
    expect(processes).toBe(1)
    expect(root.filter((name: string) => !/^lib\d*$|^\.dockerenv$/.test(name))).toEqual([
      'dev',
      'etc',
      'input',
      'opt',
      'output',
      'proc',
      'run',
      'runtime',
      'sys',
      'tmp',
      'usr',
    ])
  })

  when('changes neither its input, nor its package, nor the system', async () => {
    const files = [
      '/input/in/record.dat',
      '/input/new',
      '/opt/device/main.mjs',
      '/usr/bin/node',
      '/runtime/prlimit',
      '/dev/new',
      '/new',
    ]
    const acts = files.map((file) => `fs.appendFileSync('${file}', 'x')`)
    expect(await couldDo([...acts, `fs.chmodSync('/input/in/record.dat', 0o666)`, `fs.mkdirSync('/run/new')`])).toEqual(
      [],
    )
  })

  when('learns nothing from the times and names of its input, or from the machine', async () => {
    const { answer } = await run(`import os from 'node:os'
      const times = ['/input', '/input/in', '/input/in/record.dat'].map((path) => fs.statSync(path).mtimeMs)
      fs.writeFileSync(out + '/answer', JSON.stringify([...times, os.hostname(), process.getuid()]))`)
    expect(JSON.parse(answer ?? 'null')).toEqual([0, 0, 0, 'device', 65534])
  })

  when('finds its shared memory and temporary folder empty, and can fill neither', async () => {
    const fill = `const fillOne = (file) => { let n = 0; try { for (;;) { fs.appendFileSync(file, Buffer.alloc(1e6)); n++ } } catch {} return n }
      const fill = (file) => [1, 2, 3].reduce((sum, number) => sum + fillOne(file + number), 0)
      const before = [...fs.readdirSync('/tmp'), ...fs.readdirSync('/dev/shm')]
      fs.writeFileSync(out + '/answer', JSON.stringify([before, fill('/dev/shm/f'), fill('/tmp/f')]))`
    const device = await testDevice(bench, fill)
    for (const { answer } of [await tryDevice(bench, device), await tryDevice(bench, device)]) {
      const [before, shared, temporary] = JSON.parse(answer ?? 'null')
      expect(before).toEqual([])
      expect(shared).toBeGreaterThan(10)
      expect(shared).toBeLessThan(20)
      expect(temporary).toBeGreaterThan(50)
      expect(temporary).toBeLessThan(70)
    }
  })

  const swarm = `import { spawn } from 'node:child_process'
    let started = 0
    for (let i = 0; i < 150; i++) try { spawn('/opt/device/sleep', ['60']).on('error', () => {}).on('spawn', () => started++) } catch {}
    setTimeout(() => { fs.writeFileSync(out + '/answer', String(started)); process.exit() }, 700)`

  when('starts no more processes than it may, and takes none from another', async () => {
    const device = await testDevice(bench, swarm, { processes: 20 }, { sleep: '/bin/sleep' })
    const [one, other] = await Promise.all([tryDevice(bench, device), tryDevice(bench, device)])
    for (const { answer } of [one, other]) {
      expect(Number(answer)).toBeLessThan(36)
      expect(Number(answer)).toBeGreaterThan(19)
    }
  })

  when('can not spread its memory or its work over many processes', async () => {
    const many = (child: string) => `import { spawn } from 'node:child_process'
      for (let i = 0; i < 4; i++) spawn(process.execPath, ['-e', ${JSON.stringify(child)}])
      setInterval(() => {}, 1000)`
    const hog = 'const kept = []; setInterval(() => kept.length < 100 && kept.push(Buffer.alloc(4e6, 1)), 50)'
    expect((await run(many(hog), { memoryMiB: 250, processes: 60 })).outcome).toBe('out-of-memory')
    expect((await run(many('for (;;);'), { cpuSeconds: 1, processes: 60 })).outcome).toBe('timed-out')
  })

  when('makes no namespaces and traces nothing', async () => {
    const { answer } = await run(
      `import { spawnSync } from 'node:child_process'
      const { stderr, status } = spawnSync('/opt/device/unshare', ['--user', '/opt/device/unshare', '--version'])
      fs.writeFileSync(out + '/answer', status + ' ' + stderr)`,
      {},
      { unshare: '/usr/bin/unshare' },
    )
    expect(answer).toContain('Operation not permitted')
  })

  when('stops nobody by signals: neither the node, nor what started it, nor a device beside it', async () => {
    const beside = testDevice(bench, `setTimeout(() => fs.writeFileSync(out + '/answer', 'still here'), 1500)`)
    const kills = `for (const pid of [process.ppid, 1, -1, 0, -process.pid, ...Array.from({ length: 3000 }, (_, at) => at + 2)])
        for (const signal of ['SIGSTOP', 'SIGTERM', 'SIGKILL']) if (pid !== process.pid) try { process.kill(pid, signal) } catch {}
      fs.writeFileSync(out + '/answer', 'done')`
    const [other, killer] = await Promise.all([tryDevice(bench, await beside), run(kills, { wallSeconds: 3 })])
    expect(other).toMatchObject({ outcome: 'completed', answer: 'still here' })
    expect(['completed', 'crashed', 'timed-out']).toContain(killer.outcome)
  })

  when('gets no descriptor of the node', async () => {
    const { answer } = await run(`const open = fs.readdirSync('/proc/self/fd').map((fd) => {
        try { return fs.readlinkSync('/proc/self/fd/' + fd) } catch { return '' } })
      fs.writeFileSync(out + '/answer', open.filter((path) => path.startsWith('/') && path !== '/dev/null').join(' '))`)
    expect(answer).toBe('')
  })

  when('is not blamed where the executor fails', async () => {
    const device = await testDevice(bench, `fs.writeFileSync(out + '/answer', 'done')`)
    renameSync(device.root, `${device.root}-gone`)
    await expect(tryDevice(bench, device)).rejects.toMatchObject({
      code: expect.stringMatching(/^(isolation-unavailable|cluster-failed)$/),
    })
    renameSync(`${device.root}-gone`, device.root)
    expect((await tryDevice(bench, device)).outcome).toBe('completed')
  })

  it.skipIf(!available || !name.startsWith('in podman'))('is not blamed where the engine is killed', async () => {
    const device = await testDevice(bench, `setInterval(() => fs.writeFileSync(out + '/answer', 'x'), 10)`)
    const ended = expect(tryDevice(bench, device)).rejects.toMatchObject({ code: 'isolation-unavailable' })
    const isAtWork = () => readdirSync(bench.area).some((one) => existsSync(join(bench.area, one, 'output/answer')))
    await expect.poll(isAtWork).toBe(true)
    killAll(processesNaming(bench.area).filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'podman\n'))
    await ended
    await expect.poll(() => processesNaming(bench.area)).toEqual([])
  })

  when('is blamed when it pretends that the executor failed', async () => {
    expect((await run(`console.error('bwrap: execvp: No such file'); process.exit(1)`)).outcome).toBe('crashed')
  })
})
