import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'

/** A node in a process of its own, which can be killed. */
export interface HospitalProcess {
  readonly url: string
  /** SIGKILL: no chance to tidy up. */
  readonly kill: () => Promise<void>
  /** SIGTERM; gives the exit status. */
  readonly stop: () => Promise<number | null>
  /** What it has logged so far. */
  readonly log: () => string
}

/** Starts the node's program on a directory, and waits until it listens. */
export async function startHospitalProcess(directory: string, words: readonly string[] = []): Promise<HospitalProcess> {
  const places = ['--directory', directory, '--intake', join(directory, 'exported')]
  const child = runHospital([...places, '--name', 'Northgate', '--port', '0', ...words])
  let log = ''
  child.stdout?.on('data', (data: Buffer) => {
    log += data
  })
  const url = await addressOf(child)
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const ended = once(child, 'exit')
    child.kill(signal)
    const [status] = (await ended) as [number | null]
    return status
  }
  return { url, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM'), log: () => log }
}

/** Runs the node's program with some words. */
function runHospital(words: readonly string[]): ChildProcess {
  const main = join(import.meta.dirname, '../main.ts')
  return spawn(process.execPath, [main, ...words], {
    env: { ...process.env, DATABASE_URL: '', LC_ALL: 'en' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  let log = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      said += data
    })
    child.stdout?.on('data', (data: Buffer) => {
      log += data
      const [, url] = /"url":"([^"]+)".*"msg":"listening"/.exec(log) ?? []
      if (url) resolve(url)
    })
    child.once('exit', (status) => reject(new Error(`The node ended (${status}): ${said}`)))
  })
}
