import type { StudyResult } from './run-studies.ts'
import type { Tally } from './study.ts'

/** What came of a method's claim. */
export interface Verdict {
  readonly method: string
  readonly claim: string
  /** Mean coverage over the cells that the claim is about, or over all. */
  readonly mean: number
  /** The least coverage of such a cell, or of a point in it. */
  readonly least: number
  readonly leastAt: string
  readonly holds: boolean
}

/** Coverage that a cell or a mean of an approximate or asymptotic method must have. */
const range = [0.94, 0.965] as const

/** Standard errors of sampling that a cell may be off by. */
const allowance = 3

/** Holds each method of a study to its claim. */
export function judgeStudy({ study, cells }: StudyResult): Verdict[] {
  return Object.entries(study.claims).map(([method, claim]) => {
    const own = cells.flatMap((tallies, cell) => {
      const tally = tallies[method]
      return tally && (claim.kind !== 'asymptotic' || study.isClaimed(method, cell)) ? [{ tally, cell }] : []
    })
    const worst = own.reduce((one, other) => (leastOf(other.tally) < leastOf(one.tally) ? other : one))
    const mean = own.reduce((sum, { tally }) => sum + coverageOf(tally), 0) / own.length
    const holds = {
      exact: () => own.every(({ tally }) => leastOf(tally) >= 0.95 - allowed(tally)),
      approximate: () => within(mean, 0),
      asymptotic: () => own.every(({ tally }) => within(coverageOf(tally), allowed(tally))),
      shown: () => true,
    }[claim.kind]()
    return {
      method,
      mean,
      least: leastOf(worst.tally),
      holds,
      claim: claim.kind === 'asymptotic' ? `asymptotic, from ${claim.from}` : claim.kind,
      leastAt: [
        ...Object.entries(study.placeOf(worst.cell)).map((pair) => pair.join(' ')),
        ...pointOf(worst.tally),
      ].join(', '),
    }
  })
}

function pointOf({ least }: Tally): string[] {
  return least ? [`at ${least.at}`] : []
}

/** Share of samples whose interval held the truth. */
export function coverageOf({ covered, total }: Tally): number {
  return covered / total
}

function leastOf(tally: Tally): number {
  return tally.least?.covered ?? coverageOf(tally)
}

function allowed({ total, least }: Tally): number {
  return least ? 1e-9 : allowance * Math.sqrt((0.95 * 0.05) / total)
}

function within(coverage: number, off: number): boolean {
  return coverage >= range[0] - off && coverage <= range[1] + off
}
