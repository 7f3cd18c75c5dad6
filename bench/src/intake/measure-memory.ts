import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Measured } from '../measured.ts'
import { makeSlices } from './make-slices.ts'
import { takeIn } from './take-in.ts'

/** Rows and columns of a slice: what grows with a series is its headers and rows of tables, whatever its pixels are. */
const side = 128

/**
 * A node's greatest resident memory while it takes one series of CT slices in and holds it against the rules of tiers 1 and 3: of a tenth of
 * the slices, and of all. ASSAY_SLICES says how many.
 */
export async function measureIntakeMemory(): Promise<Measured> {
  const slices = Number(process.env.ASSAY_SLICES ?? 20_000)
  const [short, long] = [Math.ceil(slices / 10), slices]
  const ofShort = await inOneSeries(short)
  const ofLong = await inOneSeries(long)
  return {
    ...named(short, ofShort),
    ...named(long, ofLong),
    'peak of the long series over that of the short one': ofLong.all / ofShort.all,
    'bytes a slice that the peak rises by': (ofLong.all - ofShort.all) / (long - short),
  }
}

async function inOneSeries(slices: number) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-memory-'))
  try {
    makeSlices(folder, slices, slices, side)
    const { memory } = await takeIn(folder, [1, 3])
    return memory
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function named(slices: number, { before, stored, all }: Awaited<ReturnType<typeof inOneSeries>>): Measured {
  return {
    [`a series of ${slices}: peak memory of the start of the node, MB`]: before / 2 ** 20,
    [`a series of ${slices}: peak from then on, until all are stored and indexed, MB`]: stored / 2 ** 20,
    [`a series of ${slices}: peak from then on, with the rules of tiers 1 and 3, MB`]: all / 2 ** 20,
  }
}
