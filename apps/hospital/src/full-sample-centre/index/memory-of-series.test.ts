import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { testFolder } from '../../testing/test-hospital.ts'

/** Bytes alive after so many slices. */
type Alive = Readonly<Record<string, number>>

/** What stays of a slice at most: its rows, its UID. A header that is held takes 15,000 or more. */
const mostBytes = 4000

const program = join(import.meta.dirname, '../../testing/memory-of-series.ts')

test('of a slice that was prepared, or held against the rules, only some columns stay in memory, however long the series is', async () => {
  const { folder, remove } = testFolder()
  try {
    const words = ['--expose-gc', program, folder, '2000']
    const { stdout } = await promisify(execFile)(process.execPath, words, { encoding: 'utf8' })
    const found = JSON.parse(stdout) as { prepared: Alive; examined: Alive; outcomes: number }
    const growth = (alive: Alive) => (alive['2000']! - alive['1000']!) / 1000
    expect(found.outcomes).toBeGreaterThan(10)
    expect(growth(found.prepared)).toBeLessThan(mostBytes)
    expect(growth(found.examined)).toBeLessThan(mostBytes)
  } finally {
    remove()
  }
})
