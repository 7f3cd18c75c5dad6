import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { Bench } from '../executors/choose-executor.ts'
import { openTestBenches } from '../testing/test-benches.ts'
import { testDevice } from '../testing/test-device.ts'
import { openSeries, type Series } from './open-series.ts'
import type { CaseRun } from './run-case.ts'
import { takeOutput } from './take-output.ts'

const never = new AbortController().signal
const benches = await openTestBenches(['none', 'bubblewrap', 'podman', 'docker'])
const secrets = mkdtempSync(join(tmpdir(), 'assay-series-test-'))
writeFileSync(join(secrets, 'labels'), 'label')
afterAll(() => {
  rmSync(secrets, { recursive: true })
})

/** A device that takes case after case, and does `act` with the folders of each: `input`, `output`, `name`, `count`. */
const taking = (act: string) => `import readline from 'node:readline'
  import path from 'node:path'
  let count = 0
  console.log('ready')
  for await (const name of readline.createInterface({ input: process.stdin })) {
    const input = path.join(process.env.INPUT_DIR, name), output = path.join(out, name)
    count += 1
    ${act}
    console.log('done ' + name)
  }`

const answerOf = ({ outcome, output }: CaseRun) =>
  outcome === 'completed' && existsSync(join(output, 'answer')) ? readFileSync(join(output, 'answer'), 'utf8') : outcome

describe.each(benches)('a device that takes case after case, %s', (_, bench, available) => {
  const when = it.skipIf(!available)
  const open = async (act: string, limits = {}) =>
    openSeries(bench, await testDevice(bench, taking(act), limits, {}, { cases: 'many-per-start' }))

  const ask = async (series: Series, contents: readonly string[]) => {
    const answers = []
    for (const content of contents) {
      const ran = await series.run([{ path: 'in/record', bytes: Buffer.from(content) }], never)
      answers.push(answerOf(ran))
      await ran.discard()
    }
    await series.close()
    return answers
  }

  when('is started once, and gives each case its own answer', async () => {
    const act = `fs.writeFileSync(output + '/answer', fs.readFileSync(input + '/in/record', 'utf8') + count)`
    expect(await ask(await open(act), ['a', 'b', 'c'])).toEqual(['a1', 'b2', 'c3'])
    expect(leftIn(bench)).toEqual([])
  })

  when('is started afresh after a case that it did not survive, and that case alone fails', async () => {
    const act = `const text = fs.readFileSync(input + '/in/record', 'utf8')
      if (text === 'die') process.exit(3)
      if (text === 'wait') await new Promise(() => setInterval(() => {}, 1000))
      fs.writeFileSync(output + '/answer', text + count)`
    const answers = await ask(await open(act, { wallSeconds: 2 }), ['a', 'die', 'b', 'wait', 'c'])
    expect(answers).toEqual(['a1', 'crashed', 'b1', 'timed-out', 'c1'])
  })

  when('finds no case but the one that it is at, under names that say nothing', async () => {
    const act = `const seen = [fs.readdirSync(process.env.INPUT_DIR), fs.readdirSync(out)].flat()
      const times = [input, input + '/in', input + '/in/record'].map((file) => fs.statSync(file).mtimeMs)
      fs.writeFileSync(output + '/answer', JSON.stringify([seen.every((one) => one === name), name.length, ...times]))`
    expect(await ask(await open(act), ['a', 'b'])).toEqual(Array(2).fill('[true,24,0,0,0]'))
  })

  when('can neither leave something for the next case nor change an answer that was taken', async () => {
    const act = `fs.writeFileSync(output + '/answer', 'mine')
      const file = fs.openSync(output + '/answer', 'r+')
      setInterval(() => { try { fs.writeSync(file, 'late', 0) } catch {} }, 1)
      if (count === 1) fs.mkdirSync(out + '/next')`
    const series = await open(act)
    for (const content of ['a', 'b']) {
      const ran = await series.run([{ path: 'in/record', bytes: Buffer.from(content) }], never)
      const first = answerOf(ran)
      await pause(50)
      expect(['mine', 'late']).toContain(first)
      expect([answerOf(ran), readdirSync(ran.output)]).toEqual([first, ['answer']])
      await ran.discard()
    }
    await series.close()
  })

  when('counts its CPU time and its output a case', async () => {
    const burn = (microseconds: number) =>
      `const end = process.cpuUsage().user + ${microseconds}; do for (let i = 0; i < 1e6; i++); while (process.cpuUsage().user < end);`
    const act = `${burn(3e5)} fs.writeFileSync(output + '/answer', Buffer.alloc(4e5, 'x'))`
    const answers = await ask(await open(act, { cpuSeconds: 1 }), ['a', 'b', 'c', 'd'])
    expect(answers.map((answer) => answer.length)).toEqual([4e5, 4e5, 4e5, 4e5])
    expect(await ask(await open(burn(5e6), { cpuSeconds: 1 }), ['a'])).toEqual(['timed-out'])
  })

  when('takes no room on the disk while it has no case', async () => {
    const act = `fs.writeFileSync(output + '/answer', 'mine')
      let n = 0
      const filling = setInterval(() => {
        const file = fs.openSync(out + '/f', 'w')
        fs.unlinkSync(out + '/f')
        fs.writeSync(file, Buffer.alloc(2 ** 22, 1))
        fs.writeFileSync(out + '/n', String(++n))
        if (n === 100) clearInterval(filling)
      }, 50)`
    const series = await open(act)
    const ran = await series.run([{ path: 'in/record', bytes: Buffer.from('a') }], never)
    expect(answerOf(ran)).toBe('mine')
    await ran.discard()
    const filled = () => leftIn(bench).map((name) => readFileSync(join(bench.area, name, 'output/n'), 'utf8'))
    const stands = async () => {
      const before = filled()
      await pause(1500)
      return before.join() === filled().join()
    }
    await expect.poll(stands).toBe(true)
    expect(filled()).not.toContain('100')
    await series.close()
  })

  when('is ended with its run', async () => {
    const series = await open('await new Promise(() => setInterval(() => {}, 1000))')
    const stop = new AbortController()
    const run = series.run([{ path: 'in/record', bytes: Buffer.from('a') }], stop.signal)
    setTimeout(() => stop.abort(new Error('stopped')), 300)
    await expect(run).rejects.toThrow('stopped')
    await series.close()
    expect(leftIn(bench)).toEqual([])
  })
})

function leftIn({ area }: Bench): string[] {
  return readdirSync(area).filter((name) => /^[0-9a-f]{24}$/.test(name))
}

describe('takeOutput', () => {
  const limits = { outputMiB: 1, outputFiles: 3 } as Parameters<typeof takeOutput>[2]
  const take = (lay: (folder: string) => void) => {
    const folder = mkdtempSync(join(secrets, 'output-'))
    lay(folder)
    return takeOutput(folder, `${folder}-taken`, limits)
  }

  it('copies plain files, and refuses the rest', () => {
    expect(take((folder) => writeFileSync(join(folder, 'answer'), 'x'))).toBe('completed')
    expect(take(() => undefined)).toBe('output-missing')
    expect(take((folder) => symlinkSync(join(secrets, 'labels'), join(folder, 'answer')))).toBe('output-invalid')
    expect(take((folder) => symlinkSync(secrets, join(folder, 'folder')))).toBe('output-invalid')
    expect(take((folder) => writeFileSync(join(folder, '.hidden'), ''))).toBe('output-invalid')
    expect(take((folder) => writeFileSync(join(folder, 'a'), Buffer.alloc(2 ** 20 + 1)))).toBe('output-too-large')
  })

  it('follows no link in place of the folder itself', () => {
    const link = join(secrets, 'link')
    symlinkSync(secrets, link)
    expect(takeOutput(link, join(secrets, 'link-taken'), limits)).toBe('output-invalid')
  })
})
