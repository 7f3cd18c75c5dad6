import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { memoryOfTree } from './process-tree.ts'

export const root = join(import.meta.dirname, '../..')

const story = z.object({
  report: z.object({ story: z.array(z.object({ at: z.string(), event: z.string() })) }),
})

/** What one run of the demonstration measured. */
export interface DemonstrationRun {
  /** From the third approval to the last release, as the hub received them. Seconds. */
  evaluationSeconds: number
  wholeSeconds: number
  /** Largest sum over the demonstration's processes, shared pages counted once. Bytes. */
  peakMemory: number
}

/** Runs the demonstration once in a folder, watching its memory. */
export async function runDemonstration(directory: string, words: readonly string[]): Promise<DemonstrationRun> {
  const started = performance.now()
  const child = startDemonstration(directory, ['--once', ...words])
  let peakMemory = 0
  const watch = setInterval(() => {
    peakMemory = Math.max(peakMemory, memoryOfTree(child.pid ?? 0))
  }, 250)
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  clearInterval(watch)
  if (status !== 0) throw new Error(`the demonstration ended with ${status}`)
  return { evaluationSeconds: evaluationSeconds(directory), wholeSeconds: secondsSince(started), peakMemory }
}

/** A page that is not there by then does not come. */
const mostSeconds = 120

/** Seconds from the start of the demonstration to the first whole answer of the portal's first page. */
export async function firstPageSeconds(directory: string, words: readonly string[], url: string): Promise<number> {
  const started = performance.now()
  const child = startDemonstration(directory, words)
  try {
    while (!(await pageAnswers(url))) {
      if (child.exitCode !== null) throw new Error(`the demonstration ended with ${child.exitCode}`)
      if (secondsSince(started) > mostSeconds) throw new Error(`${url}: no page within ${mostSeconds} s`)
      await wait(25)
    }
    return secondsSince(started)
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve))
  }
}

function startDemonstration(directory: string, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'demo/src/main.ts'), '--directory', directory, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function pageAnswers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    return response.ok && (await response.text()).includes('<div id="root">')
  } catch {
    return false
  }
}

function evaluationSeconds(directory: string): number {
  const [file] = globSync(join(directory, 'reports/*/report.json')).sort().slice(-1)
  const events = story.parse(JSON.parse(readFileSync(file ?? '', 'utf8'))).report.story
  const last = (event: string) =>
    Math.max(...events.filter((one) => one.event === event).map((one) => Date.parse(one.at)))
  return (last('released') - last('approved')) / 1000
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}
