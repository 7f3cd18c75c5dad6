import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@assay/http/testing'

const root = join(import.meta.dirname, '../../..')

/** Real records and images, or undefined where this machine has none. */
export const realData = [process.env.ASSAY_DATA, join(root, '../shared/data')].find(
  (folder) => folder && existsSync(join(folder, 'ecg/mitdb')),
)

/** Real WFDB records, or undefined where this machine has none. */
export const realRecords = realData && join(realData, 'ecg/mitdb')

/** A demonstration started as a person would, in a folder of its own. */
export interface DemonstrationProcess {
  readonly directory: string
  /** All that it has printed. */
  printed(): string
  /** Waits until the text is printed. @throws Error when it ended before, or after `seconds`. */
  untilPrinted(text: string | RegExp, seconds?: number): Promise<void>
  /** Exit status, once it has ended. */
  ended: Promise<number | null>
  /** Waits until it has ended. @throws Error with all that it has printed when the exit status is not 0. */
  carriedThrough(): Promise<void>
  /** Process ids of the programs that run `main`, e.g. `apps/hub`. */
  programs(main: string): number[]
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** A new folder for a demonstration; the caller removes it. */
export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'assay-demonstration-'))
}

const running = new Set<ChildProcess>()

/** Ends whatever a failed test left running. */
export async function endDemonstrations(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.kill('SIGTERM')) await ended
    }),
  )
}

/** Starts `demo/src/main.ts` with a folder and words; `under` is a command that starts what follows it. */
export async function startDemonstration(
  directory: string,
  words: readonly string[],
  environment: Record<string, string> = {},
  under: readonly string[] = [],
): Promise<DemonstrationProcess> {
  const isKnown = existsSync(join(directory, 'demonstration.json'))
  const port = isKnown ? undefined : await freePort(4)
  const given = ['--directory', directory, ...(port === undefined ? [] : ['--port', `${port}`]), ...words]
  const [command = '', ...rest] = [...under, process.execPath, join(root, 'demo/src/main.ts'), ...given]
  const child = spawn(command, rest, {
    cwd: root,
    env: { ...process.env, LANG: 'C', LC_ALL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      printed += bytes.toString()
    })
  running.add(child)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.once('exit', () => running.delete(child))
  return {
    directory,
    printed: () => printed,
    ended,
    async carriedThrough() {
      const status = await ended
      if (status !== 0) throw new Error(`ended with ${status}:\n${printed}`)
    },
    programs: (main) => programsOf(child, main),
    async untilPrinted(text, seconds = 120) {
      const deadline = performance.now() + seconds * 1000
      const found = () => (typeof text === 'string' ? printed.includes(text) : text.test(printed))
      while (!found()) {
        if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}:\n${printed}`)
        if (performance.now() > deadline) throw new Error(`not printed within ${seconds} s: ${text}\n${printed}`)
        await wait(50)
      }
    },
    async kill(signal = 'SIGTERM') {
      child.kill(signal)
      await ended
    },
  }
}

/** The newest report in a demonstration's folder. */
export function newestReport(directory: string): string {
  const [file] = globSync(join(directory, 'reports/*/report.json')).sort().slice(-1)
  if (!file) throw new Error(`no report below ${directory}`)
  return file
}

/** Runs the command line as a person would. */
export async function assay(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...words], {
    env: { ...process.env, LANG: 'C', LC_ALL: '', ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString()
    })
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, output }
}

/** Removes a demonstration's folder. */
export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
}

function programsOf(parent: ChildProcess, main: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        const parentId = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
        return parentId === `${parent.pid}` && words.includes(main)
      } catch {
        return false
      }
    })
    .map(Number)
}
