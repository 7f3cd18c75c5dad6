import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceLimits } from '@assay/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../executors/choose-executor.ts'
import { type OpenedPackage, openPackage } from '../package/open-package.ts'
import { packPackage } from '../package/pack-package.ts'
import { runCase } from './run-case.ts'

const work = mkdtempSync(join(tmpdir(), 'assay-runner-test-'))
const isolated = openBench('auto')
const plain = openBench('none')
const hasIsolation = isolated.executor.isolation === 'bubblewrap'
afterAll(() => {
  isolated.close()
  plain.close()
  rmSync(work, { recursive: true, force: true })
})

/** A device package made of a program's text. */
async function device(bench: Bench, program: string, limits: Partial<DeviceLimits> = {}): Promise<OpenedPackage> {
  const folder = mkdtempSync(join(work, 'device-'))
  const manifest = {
    schema: 'assay.device/1',
    name: 'test',
    version: '1',
    vendor: 'test',
    category: 'ecg',
    task: 'beat-classification',
    intendedUse: 'test',
    program: { interpreter: 'node', file: 'main.mjs' },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'in' }],
    outputs: [{ slug: 'beat-annotations', kind: 'Waveform Annotations', relativePath: 'out' }],
    limits: {
      wallSeconds: 10,
      cpuSeconds: 10,
      memoryMiB: 300,
      processes: 40,
      outputMiB: 1,
      outputFiles: 10,
      ...limits,
    },
  }
  writeFileSync(join(folder, 'device.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'main.mjs'), `import fs from 'node:fs'\nconst out = process.env.OUTPUT_DIR\n${program}`)
  const archive = await packPackage(folder)
  return openPackage(archive, createHash('sha256').update(archive).digest('hex'), join(bench.area, 'packages'))
}

const input = [{ path: 'in/record.dat', bytes: Buffer.from('signal') }]
const never = new AbortController().signal

const benches: [string, Bench, boolean][] = [
  ['without isolation', plain, true],
  ['in bubblewrap (needs bubblewrap)', isolated, hasIsolation],
]

describe.each(benches)('a device %s', (_, bench, available) => {
  const run = async (program: string, limits: Partial<DeviceLimits> = {}) => {
    const ran = await runCase(bench, await device(bench, program, limits), input, never)
    const file = join(ran.output, 'answer')
    const answer = existsSync(file) ? readFileSync(file, 'utf8') : undefined
    ran.discard()
    return { ...ran, answer }
  }
  const when = it.skipIf(!available)

  when('gets its input and leaves its output', async () => {
    const ran = await run(
      `fs.writeFileSync(out + '/answer', fs.readFileSync(process.env.INPUT_DIR + '/in/record.dat'))`,
    )
    expect(ran).toMatchObject({ outcome: 'completed', answer: 'signal', exitCode: 0 })
    expect(existsSync(ran.output)).toBe(false)
  })

  when('is told apart: crash, time-out, nothing, too much, memory', async () => {
    expect((await run('process.exit(3)')).outcome).toBe('crashed')
    expect((await run('throw new Error()')).outcome).toBe('crashed')
    expect((await run('setInterval(() => {}, 1000)', { wallSeconds: 1 })).outcome).toBe('timed-out')
    expect((await run('')).outcome).toBe('output-missing')
    expect((await run(`for (let i = 0; i < 20; i++) fs.writeFileSync(out + '/f' + i, '')`)).outcome).toBe(
      'output-too-large',
    )
    const hog = `const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5)`
    expect((await run(hog, { memoryMiB: 200 })).outcome).toBe('out-of-memory')
  })

  when('can not lead anybody to another file by its output', async () => {
    expect((await run(`fs.symlinkSync('/etc/passwd', out + '/answer')`)).outcome).toBe('output-invalid')
    expect((await run(`fs.writeFileSync(out + '/..hidden', '')`)).outcome).toBe('output-invalid')
  })

  when('keeps the end of what it printed', async () => {
    const ran = await run(
      `for (let i = 0; i < 5000; i++) console.log('line ' + i); fs.writeFileSync(out + '/answer', '')`,
    )
    expect(ran.log.length).toBeLessThanOrEqual(16 * 1024)
    expect(ran.log).toContain('line 4999')
  })

  when('is ended at once when the node stops', async () => {
    const stop = new AbortController()
    const hanging = runCase(bench, await device(bench, 'setInterval(() => {}, 1000)'), input, stop.signal)
    setTimeout(() => stop.abort(new Error('stopped')), 300)
    await expect(hanging).rejects.toThrow('stopped')
  })
})

describe.skipIf(!hasIsolation)('a hostile device in bubblewrap (needs bubblewrap)', () => {
  const secret = join(work, 'labels')
  beforeAll(() => {
    mkdirSync(secret, { recursive: true })
    writeFileSync(join(secret, 'reference'), 'label')
  })
  const tries = async (program: string, limits: Partial<DeviceLimits> = {}) => {
    const opened = await device(isolated, program, limits)
    const ran = await runCase(isolated, opened, input, never)
    const file = join(ran.output, 'answer')
    const answer = existsSync(file) ? readFileSync(file, 'utf8') : ''
    ran.discard()
    return { ...ran, answer }
  }

  it('reaches no server, not even on loopback', async () => {
    const server = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const { answer } =
      await tries(`const answer = await fetch('http://127.0.0.1:${port}').then((r) => r.text(), (e) => 'refused')
      fs.writeFileSync(out + '/answer', answer)`)
    server.close()
    expect(answer).toBe('refused')
  })

  it('leaves no process behind', async () => {
    const child = `setTimeout(() => require('node:fs').writeFileSync('/output/mark', ''), 1500)`
    const program = `import { spawn } from 'node:child_process'
      spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached: true, stdio: 'ignore' }).unref()
      fs.writeFileSync(out + '/answer', 'done')`
    expect((await tries(program)).outcome).toBe('completed')
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(readdirSync(isolated.area).some((name) => existsSync(join(isolated.area, name, 'output/mark')))).toBe(false)
  })

  it('finds no label, no other case, and no file of the node', async () => {
    const paths = JSON.stringify([join(secret, 'reference'), isolated.area, '/etc/passwd', '/work', '/root', '/home'])
    const { answer } = await tries(
      `fs.writeFileSync(out + '/answer', JSON.stringify(${paths}.filter((path) => fs.existsSync(path))))`,
    )
    expect(answer).toBe('[]')
  })

  it('learns nothing from the times and names of its input', async () => {
    const { answer } = await tries(
      `const s = fs.statSync('/input/in/record.dat'); fs.writeFileSync(out + '/answer', String(s.mtimeMs))`,
    )
    expect(answer).toBe('0')
  })

  it('changes neither its input nor its package', async () => {
    const { answer } =
      await tries(`const can = (p) => { try { fs.writeFileSync(p, 'x'); return p } catch { return '' } }
      fs.writeFileSync(out + '/answer', can('/input/in/record.dat') + can('/opt/device/main.mjs') + can('/runtime/node') + can('/x'))`)
    expect(answer).toBe('')
  })

  it('forks no more than it may', async () => {
    const ran = await tries(
      `import { spawn } from 'node:child_process'
      let started = 0
      for (let i = 0; i < 200; i++) { try { spawn(process.execPath, ['-e', 'setTimeout(()=>{},5000)']).on('error', () => {}).on('spawn', () => started++) } catch {} }
      setTimeout(() => { fs.writeFileSync(out + '/answer', String(started)); process.exit(0) }, 1500)`,
      { processes: 60, memoryMiB: 4000 },
    )
    expect(Number(ran.answer || 0)).toBeLessThan(60)
  })

  it('fills neither the disk nor the shared memory', async () => {
    const { answer } =
      await tries(`let n = 0; try { for (;;) { fs.appendFileSync('/dev/shm/f', Buffer.alloc(1e6)); n++ } } catch {}
      fs.writeFileSync(out + '/answer', String(n))`)
    expect(Number(answer)).toBeLessThan(20)
  })
})
