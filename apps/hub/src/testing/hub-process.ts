import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'

/** A hub in a process of its own, which can be killed. */
export interface HubProcess {
  readonly url: string
  /** SIGKILL: no chance to tidy up. */
  readonly kill: () => Promise<void>
  /** SIGTERM; gives the exit status. */
  readonly stop: () => Promise<number | null>
}

/** Starts the hub's program on a directory and a port, and waits until it listens. */
export async function startHubProcess(directory: string, port: number): Promise<HubProcess> {
  const words = ['--directory', directory, '--port', `${port}`, '--name', 'Test Centre']
  const child = runHub(words)
  await untilListening(child)
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const ended = once(child, 'exit')
    child.kill(signal)
    const [status] = (await ended) as [number | null]
    return status
  }
  return {
    url: `http://127.0.0.1:${port}`,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}

/** Runs the hub's program with some words. */
export function runHub(words: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const main = join(import.meta.dirname, '../main.ts')
  return spawn(process.execPath, [main, ...words], {
    env: { ...process.env, DATABASE_URL: '', LC_ALL: 'en', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function untilListening(child: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      said += data
    })
    child.stdout?.on('data', (data: Buffer) => {
      if (data.includes('"msg":"listening"')) resolve()
    })
    child.once('exit', (status) => reject(new Error(`The hub ended (${status}): ${said}`)))
  })
}
