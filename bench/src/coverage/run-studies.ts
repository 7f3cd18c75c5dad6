import { Piscina } from 'piscina'
import type { Chunk } from './coverage-worker.ts'
import { type AnyStudy, addTallies, type Tally } from './study.ts'

/** Runs that a thread takes at a time. */
const atATime = 500

/** What came of a study: for every cell, a tally of every method. */
export interface StudyResult {
  readonly study: AnyStudy
  readonly cells: readonly Readonly<Record<string, Tally>>[]
}

/** Runs all cells of studies on worker threads. @param runs of each sampled cell */
export async function runStudies(
  studies: readonly AnyStudy[],
  runs: number,
  threads: number,
  progress: (done: number, total: number) => void,
): Promise<StudyResult[]> {
  const filename = new URL('coverage-worker.ts', import.meta.url).href
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads })
  const chunks = studies.map((study) => study.cells.map((_, cell) => chunksOf(study, cell, runs)))
  const total = chunks.flat(2).length
  let done = 0
  const run = async (chunk: Chunk): Promise<Record<string, Tally>> => {
    const tallies = await pool.run(chunk, { name: 'tallyChunk' })
    done += 1
    progress(done, total)
    return tallies
  }
  try {
    return await Promise.all(
      studies.map(async (study, index) => ({
        study,
        cells: await Promise.all(chunks[index]!.map(async (own) => joined(await Promise.all(own.map(run))))),
      })),
    )
  } finally {
    await pool.destroy()
  }
}

function chunksOf({ id, kind }: AnyStudy, cell: number, runs: number): Chunk[] {
  if (kind === 'enumerated') return [{ study: id, cell, from: 0, to: 0 }]
  return Array.from({ length: Math.ceil(runs / atATime) }, (_, index) => ({
    study: id,
    cell,
    from: index * atATime,
    to: Math.min(runs, (index + 1) * atATime),
  }))
}

function joined(parts: readonly Record<string, Tally>[]): Record<string, Tally> {
  const [first = {}, ...others] = parts
  return others.reduce(
    (sum, part) =>
      Object.fromEntries(Object.entries(sum).map(([method, own]) => [method, addTallies(own, part[method]!)])),
    first,
  )
}
