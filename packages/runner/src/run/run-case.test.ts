import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { DeviceLimits } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { openControlGroups } from '../executors/control-groups.ts'
import { processesNaming } from '../executors/process-tree.ts'
import { openTestBenches } from '../testing/test-benches.ts'
import { input, testDevice, tryDevice } from '../testing/test-device.ts'
import { runCase } from './run-case.ts'

const groups = openControlGroups()
const hasGroups = groups !== undefined
groups?.close()
const benches = await openTestBenches(['none', 'bubblewrap', 'podman', 'docker'])

/** An outcome, the program that is to come to it, and its limits. */
type Ended = [outcome: string, program: string, limits: Partial<DeviceLimits>]

/** What executors, shells and kernels say with a status or a signal is the device's own when the device says it. */
const isLong = process.env.ASSAY_FAULTS !== undefined
const statuses = isLong ? [1, 42, 124, 125, 126, 127, 128, 137, 139, 143, 152, 255] : [125, 127, 137, 152]
const signals = isLong ? ['SEGV', 'ILL', 'FPE', 'BUS', 'SYS', 'TERM', 'HUP', 'XCPU', 'XFSZ', 'PIPE'] : ['SEGV', 'XCPU']

describe.each(benches)('a device %s', (name, bench, available) => {
  const when = it.skipIf(!available)
  const run = async (program: string, limits: Partial<DeviceLimits> = {}) =>
    tryDevice(bench, await testDevice(bench, program, limits))

  /** On a cluster what started the device ends a moment after it. */
  const expectNothing = async () => {
    if (name.includes('slurm')) await expect.poll(() => processesNaming(bench.area)).toEqual([])
    else expect(processesNaming(bench.area)).toEqual([])
  }

  when('gets its input and leaves its output', async () => {
    const ran = await run(
      `fs.writeFileSync(out + '/answer', fs.readFileSync(process.env.INPUT_DIR + '/in/record.dat'))`,
    )
    expect(ran).toMatchObject({ outcome: 'completed', answer: 'signal', exitCode: 0 })
    expect(existsSync(ran.output)).toBe(false)
  })

  when('is shown the node’s own files, mounted, not copies of them, however large', async () => {
    const program = `const { dev, ino, size } = fs.statSync(process.env.INPUT_DIR + '/in/image.raw')
      fs.writeFileSync(out + '/answer', JSON.stringify({ dev, ino, size }))`
    const large = [{ path: 'in/image.raw', bytes: Buffer.alloc(2 ** 26, 1) }]
    const ran = await runCase(bench, await testDevice(bench, program), large, new AbortController().signal)
    const { dev, ino, size } = statSync(join(ran.output, '../input/in/image.raw'))
    expect(JSON.parse(readFileSync(join(ran.output, 'answer'), 'utf8'))).toEqual({ dev, ino, size })
    await ran.discard()
  })

  when('gets no environment but its own', async () => {
    const { answer } = await run(`fs.writeFileSync(out + '/answer', Object.keys(process.env).sort().join(' '))`)
    expect(answer).toMatch(/^HOME (HOSTNAME )?INPUT_DIR OUTPUT_DIR PATH (PWD )?(TERM )?TMPDIR( container)?$/)
  })

  when.each([
    ['crashed', 'process.exit(3)', {}],
    ['crashed', 'throw new Error()', {}],
    ['crashed', 'process.abort()', {}],
    // The first process of a container can not kill itself; elsewhere the signal is not taken for a want of memory.
    ['crashed', `process.kill(process.pid, 'SIGKILL'); setTimeout(() => process.exit(137), 200)`, {}],
    ...statuses.map((status): Ended => ['crashed', `process.exit(${status})`, {}]),
    ...signals.map((signal): Ended => {
      const act = `process.kill(process.pid, 'SIG${signal}'); setTimeout(() => process.exit(3), 200)`
      return ['crashed', act, {}]
    }),
    [
      'crashed',
      `console.error('FATAL ERROR: Reached heap limit: JavaScript heap out of memory'); process.exit(134)`,
      {},
    ],
    ['timed-out', 'setInterval(() => {}, 1000)', { wallSeconds: 1 }],
    ['timed-out', 'for (;;);', { cpuSeconds: 1 }],
    ['output-missing', '', {}],
    ['output-missing', `fs.mkdirSync(out + '/empty')`, {}],
    ['output-too-large', `for (let i = 0; i < 20; i++) fs.writeFileSync(out + '/f' + i, '')`, {}],
    ['output-too-large', `for (let i = 0; i < 20; i++) fs.mkdirSync(out + '/f' + i)`, {}],
    ['output-too-large', `fs.writeFileSync(out + '/answer', Buffer.alloc(2 ** 20 + 1))`, {}],
    ['output-too-large', `fs.ftruncateSync(fs.openSync(out + '/answer', 'w'), 2 ** 21)`, {}],
    ['output-invalid', `fs.symlinkSync('/etc/passwd', out + '/answer')`, {}],
    ['output-invalid', `fs.writeFileSync(out + '/a', ''); fs.linkSync(out + '/a', out + '/b')`, {}],
    ['output-invalid', `fs.writeFileSync(out + '/..hidden', '')`, {}],
    ['output-invalid', `fs.mkdirSync(out + '/a'.repeat(12), { recursive: true })`, {}],
    [
      'out-of-memory',
      `const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5)`,
      { memoryMiB: 150, wallSeconds: 20 },
    ],
    [
      'out-of-memory',
      `const kept = []; for (;;) kept.push(Array.from({ length: 1000 }, () => ({})))`,
      { memoryMiB: 150, wallSeconds: 20 },
    ],
  ] as Ended[])('is told to have ended as %s: %s', async (outcome, program, limits) => {
    expect((await run(program, limits)).outcome).toBe(outcome)
  })

  when('leaves no note of a container’s monitor where its node was started when it runs out of memory', async () => {
    const before = existsSync('oom')
    await run('const kept = []; for (;;) kept.push(Buffer.alloc(2e7, 1))', { memoryMiB: 150, wallSeconds: 20 })
    expect(existsSync('oom')).toBe(before)
  })

  when('is ended while it fills the disk', async () => {
    const fill = `const bytes = Buffer.alloc(1e5); let n = 0
      const more = () => { for (let i = 0; i < 20; i++) fs.writeFileSync(out + '/f' + (n++ % 9), bytes, { flag: 'a' }); setTimeout(more, 20) }
      more()`
    const ran = await run(fill)
    expect(ran.outcome).toBe('output-too-large')
    expect(ran.wallMilliseconds).toBeLessThan(5000)
  })

  when('is ended while it fills the disk with files that have no name any more', async () => {
    const ran = await run(`const piece = Buffer.alloc(2 ** 22, 1)
      const more = (file, left) => {
        fs.writeSync(file, piece)
        if (left > 0) setTimeout(more, 50, left % 10 === 0 ? unnamed() : file, left - 1)
        else fs.writeFileSync(out + '/answer', 'filled')
      }
      const unnamed = () => {
        const file = fs.openSync(out + '/f', 'w')
        fs.unlinkSync(out + '/f')
        return file
      }
      more(unnamed(), 100)`)
    expect([ran.outcome, ran.answer]).toEqual(['output-too-large', undefined])
  })

  when('leaves output that the node can read, whatever its permissions', async () => {
    const { answer } = await run(
      `fs.writeFileSync(out + '/answer', 'kept'); fs.chmodSync(out + '/answer', 0); fs.chmodSync(out, 0)`,
    )
    expect(answer).toBe('kept')
  })

  when('can not keep its folders from being removed', async () => {
    const deep = `process.chdir(out); const name = 'd'.repeat(200)
      for (let i = 0; i < 60; i++) { fs.mkdirSync(name); process.chdir(name) }
      fs.mkdirSync('last', { mode: 0 })`
    const ran = await run(deep, { outputFiles: 1000 })
    expect(ran.outcome).toBe('output-invalid')
    expect(existsSync(ran.output)).toBe(false)
  })

  when('keeps the end of what it printed', async () => {
    const ran = await run(
      `for (let i = 0; i < 5000; i++) console.log('line ' + i); fs.writeFileSync(out + '/answer', '')`,
    )
    expect(ran.log.length).toBeLessThanOrEqual(16 * 1024)
    expect(ran.log).toContain('line 4999')
  })

  when('tells what it used', async () => {
    const ran = await run(
      `const kept = Buffer.alloc(1e8, 1); while (process.cpuUsage().user < 4e5); setTimeout(() => fs.writeFileSync(out + '/answer', String(kept.length)), 150)`,
    )
    expect(ran.peakMemoryBytes).toBeGreaterThan(1e8)
    expect(ran.cpuMilliseconds).toBeGreaterThan(200)
    if (bench.executor.isolation !== 'none')
      expect(ran.seen).toEqual(
        expect.arrayContaining([
          'network-namespace',
          'read-only-root',
          'read-only-input',
          'no-capabilities',
          'not-root',
          ...(hasGroups ? ['memory-control-group'] : []),
        ]),
      )
  })

  when('leaves no process behind, not one that left its group and holds its output open', async () => {
    const child = `setInterval(() => require('node:fs').writeFileSync(process.env.OUTPUT_DIR + '/late', ''), 5)`
    const ran = await run(`import { spawn } from 'node:child_process'
      spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached: true, stdio: ['ignore', 1, 2] }).unref()
      setTimeout(() => { fs.writeFileSync(out + '/answer', 'done'); process.exit() }, 200)`)
    expect(ran.outcome).toBe('completed')
    expect(existsSync(ran.output)).toBe(false)
    await expectNothing()
  })

  when('is ended at once, with all that it started, when the node stops', async () => {
    const stop = new AbortController()
    const program = `import { spawn } from 'node:child_process'
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true }); setInterval(() => {}, 1000)`
    const hanging = runCase(bench, await testDevice(bench, program), input, stop.signal)
    setTimeout(() => stop.abort(new Error('stopped')), 400)
    await expect(hanging).rejects.toThrow('stopped')
    await expectNothing()
    expect(readdirSync(bench.area).filter((name) => /^[0-9a-f]{24}$/.test(name))).toEqual([])
  })

  when('is ended when the node stops before it got going', async () => {
    const stop = new AbortController()
    const starting = runCase(bench, await testDevice(bench, 'setInterval(() => {}, 1000)'), input, stop.signal)
    setTimeout(() => stop.abort(new Error('stopped')), 2)
    await expect(starting).rejects.toThrow('stopped')
    await expectNothing()
  })
})
