import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { translator } from '@assay/messages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'
import { dryRun } from './dry-run.ts'
import { judgeDryRun } from './judge-dry-run.ts'
import { renderVerdict } from './render-verdict.ts'

const root = mkdtempSync(join(tmpdir(), 'assay-device-command-'))
const isolated = spawnSync('bwrap', ['--version']).status === 0
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** The test of a folder as the command makes it, without the start of a program for it. */
async function testOf(name: string, cases?: number, seed = 1): Promise<{ passes: boolean; text: string }> {
  const signal = new AbortController().signal
  const ran = await dryRun(join(root, name), { cases, seed, executor: 'auto', signal, told: () => undefined })
  const verdict = judgeDryRun(ran)
  const terminal = {
    language: 'en',
    t: translator('en'),
    standing: root,
    write: () => true,
    exit: () => undefined,
  } as const
  return { passes: verdict.passes, text: renderVerdict(terminal, name, ran, verdict) }
}

const assay = (words: string, language = 'C') => runAssay(words.split(' '), { folder: root, language })

beforeAll(() => {
  expect(assay('device init ecg whole').status).toBe(0)
})

/** A copy of the device to begin with, with a line before everything that it does, or another manifest. */
function deviceWith(name: string, { line = '', manifest = {} }: { line?: string; manifest?: object }): string {
  const folder = join(root, name)
  cpSync(join(root, 'whole'), folder, { recursive: true })
  const program = readFileSync(join(folder, 'device.mjs'), 'utf8')
  writeFileSync(join(folder, 'device.mjs'), program.replace('\nconst input', `\n${line}\nconst input`))
  const description = JSON.parse(readFileSync(join(folder, 'device.json'), 'utf8'))
  writeFileSync(join(folder, 'device.json'), JSON.stringify({ ...description, ...manifest }))
  return name
}

describe('assay device init', () => {
  it('writes a device, and never over something', () => {
    const before = readFileSync(join(root, 'whole/device.json'))
    writeFileSync(join(root, 'whole/device.mjs'), readFileSync(join(root, 'whole/device.mjs')))
    const { status, errors } = assay('device init ecg whole')
    expect([status, errors]).toEqual([1, expect.stringContaining('is there already, and nothing was written')])
    expect(readFileSync(join(root, 'whole/device.json'))).toEqual(before)
  })

  it.each(['node', 'python'])('writes one in %s, in the language of whoever asks', (language) => {
    const { status, output } = assay(
      `device init ecg/beat-classification in-${language} --language ${language}`,
      'zh_CN.UTF-8',
    )
    expect([status, output]).toEqual([0, expect.stringContaining('产品')])
    expect(readFileSync(join(root, `in-${language}`, 'README.md'), 'utf8')).toContain('没有网络')
    expect(readdirSync(join(root, `in-${language}`))).toHaveLength(4)
  })

  it.each(['coronary-cta', 'ecg x --language cobol', 'ecg x --dicom', 'lung-ct x --dicom --language shell'])(
    'ends with 2 for %s',
    (words) => {
      expect(assay(`device init ${words}`).status).toBe(2)
    },
  )
})

describe('assay device test', () => {
  it('passes the device to begin with, as a folder and packed, with the same hash', () => {
    const folder = JSON.parse(assay('device test whole --cases 2 --json').output)
    expect(assay('device pack whole -o whole.tar').status).toBe(0)
    const archive = assay('device test whole.tar --cases 2 --json')
    expect(archive.status).toBe(0)
    expect([folder.passes, JSON.parse(archive.output).digest]).toEqual([true, folder.digest])
    // The order is random, what comes out of a case is not.
    const results = ({ cases }: { cases: { case: string; result: string }[] }) =>
      cases.map((one) => `${one.case} ${one.result}`).sort()
    expect(results(folder)).toEqual(results(JSON.parse(archive.output)))
  })

  it.each([
    [
      'forgot its program',
      { manifest: { program: { interpreter: 'node', file: 'main.mjs' } } },
      'is not in the folder',
    ],
    ['is for another task', { manifest: { task: 'rhythm' } }, 'lists what devices can be evaluated on'],
    [
      'has another output',
      { manifest: { outputs: [{ slug: 'x', kind: 'Float', relativePath: 'x.json' }] } },
      'writes them',
    ],
    ['has an odd limit', { manifest: { limits: { wallSeconds: 0 } } }, 'device.json, limits.wallSeconds'],
  ])('fails one that %s before any case', async (name, changes, words) => {
    const { passes, text } = await testOf(deviceWith(name.replaceAll(' ', '-'), changes), 5)
    expect([passes, text]).toEqual([false, expect.stringContaining(words)])
    expect(text).not.toContain('Cases:')
  })

  it.each([
    ['crashed', { line: "throw new Error('a mistake of mine')" }, ['exit status 1', '| Error: a mistake of mine']],
    [
      'timed-out',
      { line: 'while (true);', manifest: limits({ wallSeconds: 1 }) },
      ['took too long', 'raise the limits'],
    ],
    ['output-missing', { line: 'process.exit(0)' }, ['left no output', 'relativePath']],
    [
      'output-invalid',
      {
        line: "mkdirSync(process.env.OUTPUT_DIR + '/waveforms/beat-annotations', { recursive: true }); writeFileSync(process.env.OUTPUT_DIR + '/waveforms/beat-annotations/record.qrs', 'rubbish'); process.exit(0)",
      },
      ['left an unreadable output', 'record.qrs'],
    ],
    [
      'output-too-large',
      {
        line: "writeFileSync(process.env.OUTPUT_DIR + '/x', Buffer.alloc(2 ** 22)); process.exit(0)",
        manifest: limits({ outputMiB: 1 }),
      },
      ['left too large an output'],
    ],
  ])('says %s apart, what it means and what to do', async (outcome, changes, words) => {
    const { passes, text } = await testOf(deviceWith(outcome, changes), 1)
    expect(passes).toBe(false)
    for (const one of [...words, 'At a hospital you are told these outcomes', 'FAILS']) expect(text).toContain(one)
  })

  it.skipIf(!isolated)('tells one that asks for the network, and writes elsewhere (needs bubblewrap)', async () => {
    const asking = deviceWith('asking', { line: "await fetch('http://192.0.2.1/')" })
    expect((await testOf(asking, 1)).text).toContain('It seems to have asked for the network')
    const writing = deviceWith('writing', { line: "writeFileSync('/opt/device/cache', 'x')" })
    expect((await testOf(writing, 1)).text).toContain('All else is read-only')
  })

  it('tells one whose answers depend on chance', async () => {
    const chance = deviceWith('chance', { line: 'if (Math.random() < 0.5) throw new Error()' })
    // Two cases are run again, so that it comes out alike with probability 1/4 each time: 1e-24 for all forty.
    let text = ''
    for (let seed = 1; seed <= 40 && !text.includes('Fix the seeds'); seed += 1)
      text = (await testOf(chance, 2, seed)).text
    expect(text).toContain('Fix the seeds')
  })

  describe('of a device that takes many cases a start', () => {
    /** Answers every case alike, but for what it carries from one to the next. */
    const seriesDevice = (name: string, carried: string) => {
      const folder = deviceWith(name, { manifest: { cases: 'many-per-start' } })
      const program = `import { writeFileSync, mkdirSync } from 'node:fs'
        import readline from 'node:readline'
        let count = 0
        console.log('ready')
        for await (const name of readline.createInterface({ input: process.stdin })) {
          const place = '/output/' + name + '/waveforms/beat-annotations'
          mkdirSync(place, { recursive: true })
          count += 1
          if (!(${carried})) writeFileSync(place + '/record.qrs', Buffer.from([0, 0]))
          console.log('done ' + name)
        }`
      writeFileSync(join(root, folder, 'device.mjs'), program)
      return folder
    }

    it.skipIf(!isolated)(
      'passes as the documentation has it, and says how many were drawn (needs bubblewrap)',
      async () => {
        const folder = deviceWith('series', { manifest: { cases: 'many-per-start' } })
        const page = readFileSync(join(import.meta.dirname, '../../../../docs/device-package.md'), 'utf8')
        const [, shown] = /```js\n([\s\S]*?)```/.exec(page)!
        writeFileSync(join(root, folder, 'device.mjs'), `${shown}function findBeats() { return Buffer.from([0, 0]) }`)
        const { passes, text } = await testOf(folder)
        expect([passes, text]).toEqual([true, expect.stringContaining('Generated cases: 25')])
        expect(text).toContain('20 of 20 came out alike in fresh starts, drawn in secret from 25')
        expect(text).toContain('(1 − 0.05)^20 = 0.358')
      },
    )

    it.skipIf(!isolated)('finds one that carries something along (needs bubblewrap)', async () => {
      const { passes, text } = await testOf(seriesDevice('carrying', 'count % 2 === 0'), 6)
      expect([passes, text]).toEqual([false, expect.stringContaining('3 of 6 came out alike')])
      expect(text).toContain('carry nothing from case to case')
    })
  })

  it('says that isolation was not tried where there is none', () => {
    const { status, output } = assay('device test whole --cases 1 --executor none')
    expect([status, output]).toEqual([0, expect.stringContaining('NOT TRIED on this machine')])
  })

  it('asks for the description of a cluster that it is to send a device to', () => {
    const { status, errors } = assay('device test whole --executor slurm')
    expect([status, errors]).toEqual([expect.toSatisfy((code) => code > 0), expect.stringContaining('--cluster')])
  })

  it.skipIf(!process.env.ASSAY_CLUSTER)('sends a device to a cluster (long suite)', async () => {
    const program = join(import.meta.dirname, '../../../../packages/runner/src/testing/run-test-cluster.ts')
    const cluster = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
    try {
      const { configuration, file } = JSON.parse(String((await once(cluster.stdout, 'data'))[0]))
      process.env.SLURM_CONF = configuration
      const { status, output } = assay(`device test whole --cases 2 --executor slurm --cluster ${file}`)
      expect([status, output]).toEqual([0, expect.stringMatching(/held by slurm\S* \S+ over bubblewrap/)])
    } finally {
      delete process.env.SLURM_CONF
      cluster.stdin.end()
      await once(cluster, 'exit')
    }
  })

  it.each(['nowhere', 'whole --cases 0', 'whole --executor anything'])('ends with 1 or 2 and words for %s', (words) => {
    const { status, output, errors } = assay(`device test ${words}`)
    expect(status).toBe(words === 'nowhere' ? 1 : 2)
    expect(output + errors).not.toBe('')
  })
})

function limits(changed: object) {
  const all = { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 1024, processes: 32, outputMiB: 16, outputFiles: 16 }
  return { limits: { ...all, ...changed } }
}
