import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Measured } from '../measured.ts'
import { makeSlices } from './make-slices.ts'
import { marks, type TakenIn, takeIn } from './take-in.ts'

/**
 * A node's greatest resident memory while it takes CT slices in and holds them against the rules of tiers 1 and 3, in series of 300 and in one
 * series of all. ASSAY_SLICES says how many.
 */
export async function measureIntakeMemory(): Promise<Measured> {
  const slices = Number(process.env.ASSAY_SLICES ?? 10_000)
  const many = await inSeriesOf(slices, 300)
  const one = await inSeriesOf(slices, slices)
  return { ...named('series of 300', many, slices), ...named('one series', one, slices) }
}

async function inSeriesOf(slices: number, inStudy: number): Promise<TakenIn> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-memory-'))
  try {
    makeSlices(folder, slices, inStudy)
    return await takeIn(folder, [1, 3])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function named(what: string, { memory }: TakenIn, slices: number): Measured {
  const reached = marks.filter((mark) => mark <= slices)
  return {
    [`${what}: peak memory of the node before, MB`]: memory.before / 2 ** 20,
    ...Object.fromEntries(
      reached.map((mark) => [`${what}: up to slice ${mark}, MB`, (memory.at.get(mark) ?? memory.all) / 2 ** 20]),
    ),
    [`${what}: with the rules of tiers 1 and 3, MB`]: memory.all / 2 ** 20,
  }
}
