import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { intakeRun, ruleSet } from '@assay/contracts'
import { ownRuleSets } from '@assay/governance'
import { startBenchNode } from '../bench-node.ts'
import { peakMemory } from '../peak-memory.ts'

/** What an intake took. */
export interface TakenIn {
  readonly accepted: number
  /** Until all are stored and indexed. */
  readonly stored: number
  /** Until their studies are held against the rules, too: the intake is finished. */
  readonly finished: number
  /** Greatest resident memory of the node, bytes: of its start; then anew, until all were stored, and until the intake was finished. */
  readonly memory: { readonly before: number; readonly stored: number; readonly all: number }
}

/**
 * Starts a node over a folder and has it take `exported/ct` in.
 * @param tiers whose rule documents the studies are held against
 */
export async function takeIn(folder: string, tiers: readonly number[]): Promise<TakenIn> {
  const node = await startBenchNode(folder, '', ['--rules', rulesOf(folder, tiers)])
  try {
    const ask = async (path: string, init?: RequestInit) => intakeRun.parse(await node.ask(`/intake${path}`, init))
    const body = JSON.stringify({ folder: 'ct', category: 'lung-ct', provenance: 'patients' })
    const before = peakMemory(node.pid)
    forgetPeak(node.pid)
    const begun = performance.now()
    const since = () => (performance.now() - begun) / 1000
    let run = await ask('', { method: 'POST', body })
    let stored: { readonly after: number; readonly memory: number } | undefined
    while (run.state === 'running') {
      await wait(50)
      run = await ask(`/${run.id}`)
      if (run.found > 0 && run.accepted === run.found) stored ??= { after: since(), memory: peakMemory(node.pid) }
    }
    const finished = since()
    const all = peakMemory(node.pid)
    const memory = { before, stored: stored?.memory ?? all, all }
    return { accepted: run.accepted, finished, stored: stored?.after ?? finished, memory }
  } finally {
    await node.stop()
  }
}

/** A folder of the platform's rule documents of some tiers. */
function rulesOf(folder: string, tiers: readonly number[]): string {
  const rules = join(folder, `rules-${tiers.join('-')}`)
  mkdirSync(rules, { recursive: true })
  for (const name of readdirSync(ownRuleSets).filter((one) => one.endsWith('.json'))) {
    const { tier } = ruleSet.parse(JSON.parse(readFileSync(join(ownRuleSets, name), 'utf8')))
    if (tiers.includes(tier)) copyFileSync(join(ownRuleSets, name), join(rules, name))
  }
  return rules
}

/** Has the kernel count the most that a process has resident from now on. Linux only. */
function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}
