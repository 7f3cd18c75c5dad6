import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A program of the consortium: a process of its own, seen only through its address and its exit. */
export interface Program {
  readonly url: string
  readonly pid: number | undefined
  /** Ends the program and waits until it has ended. */
  stop(): Promise<void>
}

export interface ProgramDescription {
  name: string
  /** The program's main file and its words. */
  words: string[]
  environment: Record<string, string>
  url: string
  logFile: string
}

/** Programs that were started once before start in half the time. */
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url))

const endWithParent = new URL('./end-with-parent.ts', import.meta.url).href

/** How often a program that ended by itself is started again before the demonstration gives up. */
const mostRestarts = 5

/**
 * Starts a program, waits until it answers, and starts it again should it end by itself (a kill, a crash):
 * what it had acknowledged is still there, and its work goes on.
 * @param told called when it ended by itself and is started again.
 * @throws Error with the end of its log when it doesn't come up.
 */
export async function startProgram(description: ProgramDescription, told: (name: string) => void): Promise<Program> {
  let stopping = false
  let restarts = 0
  let child = launch(description)

  function superviseExit(): void {
    child.once('exit', () => {
      if (stopping || restarts >= mostRestarts) return
      restarts += 1
      told(description.name)
      child = launch(description)
      superviseExit()
    })
  }

  await untilHealthy(description, child)
  superviseExit()
  return {
    url: description.url,
    get pid() {
      return child.pid
    },
    async stop() {
      stopping = true
      await end(child)
    },
  }
}

function launch({ words, environment, logFile }: ProgramDescription): ChildProcess {
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(process.execPath, ['--import', endWithParent, ...words], {
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  return child
}

async function untilHealthy({ name, url, logFile }: ProgramDescription, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 90_000
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name}:\n${lastLines(logFile)}`)
    if (await answers(url)) return
    await wait(50)
  }
  await end(child)
  throw new Error(`${name}: no answer from ${url} within 90 s\n${lastLines(logFile)}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) })
    return response.ok
  } catch {
    return false
  }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const hurry = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(hurry)
}
