import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { freePort } from '@assay/http/testing'
import { openStore, sql } from '@assay/store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { killMigrations } from './kill-program.ts'

// Two programs with a database each, both killed again and again at random instants while each sends to the other.
const count = 300
const kills = 6

let folder: string
const running = new Map<string, ChildProcess>()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-kill-'))
})
afterEach(() => {
  for (const child of running.values()) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function start(role: 'hub' | 'node', port: number): void {
  const program = join(import.meta.dirname, 'kill-program.ts')
  const child = spawn(process.execPath, [program, role, join(folder, role), `${port}`, `${count}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.resume()
  running.set(role, child)
}

/** Kills a program some milliseconds after it has begun to handle its n-th message from now. */
async function killAtWork(role: string): Promise<void> {
  const child = running.get(role)!
  const gone = once(child, 'exit')
  let left = 5 + Math.random() * 20
  child.stdout!.on('data', (signs: Buffer) => {
    left -= signs.length
    if (left <= 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 14)
  })
  await gone
}

/** What a program handled, in order, and how many of its own messages were settled. */
async function readResult(role: string): Promise<{ handled: number[]; settled: number }> {
  const store = await openStore({ directory: join(folder, role) }, killMigrations)
  const handled = await sql<{ n: number }>`select n from handled order by place`.execute(store.db)
  const settled = await sql<{ n: number }>`select count(*) as n from link_outbox where outcome = 'accepted'`.execute(
    store.db,
  )
  await store.close()
  return { handled: handled.rows.map((row) => row.n), settled: settled.rows[0]!.n }
}

test.skipIf(!process.env.ASSAY_FAULTS)(
  'killed at any instant, hub and node have every message once and in order (long suite)',
  async () => {
    const port = await freePort()
    start('hub', port)
    start('node', port)
    for (let n = 0; n < kills; n += 1) {
      const role = n % 2 === 0 ? 'node' : 'hub'
      await killAtWork(role)
      start(role, port)
    }
    const all = Array.from({ length: count }, (_, n) => n)
    // Both end by themselves once they have handled all and settled all.
    const exits = await Promise.all([...running.values()].map((child) => once(child, 'exit')))
    expect(exits).toEqual([
      [0, null],
      [0, null],
    ])
    for (const role of ['hub', 'node']) expect(await readResult(role)).toEqual({ handled: all, settled: count })
  },
)
