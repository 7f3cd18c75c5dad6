import { drawsOf } from '@assay/statistics'
import { studies } from './studies.ts'
import type { Tally } from './study.ts'

/** Runs `from` … `to` − 1 of one cell of a study. */
export interface Chunk {
  readonly study: string
  readonly cell: number
  readonly from: number
  readonly to: number
}

/** Each run has a stream of its own, so that it does not matter who computes it. */
export function tallyChunk({ study, cell, from, to }: Chunk): Record<string, Tally> {
  const found = studies.find(({ id }) => id === study)
  if (!found) throw new Error(`no study ${study}`)
  return found.tally(cell, (run) => drawsOf(seedOf(study), cell * 2 ** 32 + run), from, to)
}

/** Fowler, Noll, Vo: FNV-1a, 32 bits. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5
  for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return hash >>> 0
}
