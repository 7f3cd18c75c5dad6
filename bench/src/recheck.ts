import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { type IntakeRun, intakeRun, recheckStatus } from '@assay/contracts'
import { runOnPGlite } from '@assay/store/measuring'
import { type BenchNode, startBenchNode } from './bench-node.ts'
import type { Measured } from './measured.ts'
import { processorTimes } from './node-run/processor-times.ts'
import { writeCases } from './node-run/trivial-cases.ts'
import { peakMemory } from './peak-memory.ts'

/** Every passport as if it had come of other rules, all of which have changed since. */
const earlierRules = [
  `update studies set rules_key = 'earlier',
     passport = regexp_replace(passport::text, '"ruleHash": "[0-9a-f]{4}', '"ruleHash": "0000', 'g')::jsonb`,
  'delete from studies_by_rules',
  'insert into studies_by_rules select category, rules_key, count(*) from studies group by 1, 2',
]

/**
 * A round of checks after every rule changed, of generated electrocardiograms of a minute, on PGlite: studies a second, and the node's peak of memory
 * before and after it. ASSAY_STUDIES says how many.
 */
export async function measureRecheck(): Promise<Measured> {
  const studies = Number(process.env.ASSAY_STUDIES ?? 1000)
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-recheck-'))
  try {
    writeCases(join(folder, 'exported/bench'), studies)
    const taking = await startBenchNode(folder)
    await takeIn(taking).finally(taking.stop)
    await runOnPGlite(join(folder, 'database'), earlierRules)
    const node = await startBenchNode(folder)
    try {
      return await measureRound(node, studies)
    } finally {
      await node.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}

async function takeIn({ ask }: BenchNode): Promise<void> {
  const request = { folder: 'bench', category: 'ecg', provenance: 'synthetic' }
  let run: IntakeRun = intakeRun.parse(await ask('/intake', { method: 'POST', body: JSON.stringify(request) }))
  while (run.state === 'running') {
    await wait(200)
    const runs = intakeRun.array().parse(await ask('/intake'))
    run = runs.find(({ id }) => id === run.id) ?? run
  }
}

async function measureRound({ ask, pid }: BenchNode, studies: number): Promise<Measured> {
  const memory = peakMemory(pid) / 1e6
  const before = processorTimes(pid)
  const { touched } = recheckStatus.parse(await ask('/recheck', { method: 'POST' }))
  if (touched !== studies) throw new Error(`${touched} studies are touched, of ${studies}`)
  while (recheckStatus.parse(await ask('/recheck')).waiting > 0) await wait(200)
  const after = processorTimes(pid)
  return {
    'studies checked again a second': studies / (after.wall - before.wall),
    "milliseconds of a processor a study, all of the node's threads": (1000 * (after.own - before.own)) / studies,
    'peak memory of the node, MB, before the round': memory,
    'peak memory of the node, MB, after the round': peakMemory(pid) / 1e6,
  }
}
