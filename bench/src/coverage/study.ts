import type { Draws } from '@assay/statistics'

/** What a method says of one sample, and what is true. No interval: `lower` above `upper`. */
export interface Said {
  method: string
  lower: number
  upper: number
  truth: number
}

/**
 * What is claimed of a method's 95 % intervals. `exact`: never below 95 %. `approximate`: 94 to 96.5 % on average over the grid.
 * `asymptotic`: 94 to 96.5 % in every cell from a stated size on. `shown`: nothing; it stands there to be seen.
 */
type Claim<Cell> =
  | { readonly kind: 'exact' | 'approximate' | 'shown' }
  | { readonly kind: 'asymptotic'; readonly from: string; readonly holds: (cell: Cell) => boolean }

/** How often intervals of one method held the truth, in one cell. */
export interface Tally {
  /** Samples, or 1 where all samples were enumerated with their probabilities. */
  total: number
  covered: number
  /** The whole interval was above the truth. */
  tooHigh: number
  /** The whole interval was below the truth. */
  tooLow: number
  /** There was no interval, which holds nothing. */
  none: number
  /** Enumerated: the smallest share that was covered at any point of the cell, and where. */
  least?: { covered: number; at: string }
}

/** Intervals of some methods on samples of known truth, in the cells of a grid. */
export interface Study<Cell> {
  readonly id: string
  readonly title: string
  /** What is sampled, and which truth is meant: for the page. */
  readonly about: string
  readonly cells: readonly Cell[]
  /** A cell's place in the grid, by column. */
  readonly place: (cell: Cell) => Readonly<Record<string, number | string>>
  readonly claims: Readonly<Record<string, Claim<Cell>>>
  readonly how:
    | { readonly kind: 'sampled'; readonly sample: (cell: Cell, draws: Draws) => Said[] }
    | { readonly kind: 'enumerated'; readonly enumerate: (cell: Cell) => Record<string, Tally> }
}

/** A study whose cells nobody else reads. */
export interface AnyStudy extends Omit<Study<unknown>, 'how' | 'place' | 'claims'> {
  readonly placeOf: (cell: number) => Readonly<Record<string, number | string>>
  readonly claims: Readonly<Record<string, Claim<unknown>>>
  readonly kind: 'sampled' | 'enumerated'
  /** Sampled: runs `from` … `to` − 1 of a cell. Enumerated: all of it. */
  readonly tally: (cell: number, draws: (run: number) => Draws, from: number, to: number) => Record<string, Tally>
  /** Whether an asymptotic claim is made of a cell. */
  readonly isClaimed: (method: string, cell: number) => boolean
}

/** A study as the harness runs it. */
export function toAnyStudy<Cell>(study: Study<Cell>): AnyStudy {
  const { how, place, cells } = study
  return {
    id: study.id,
    title: study.title,
    about: study.about,
    cells,
    claims: study.claims as Record<string, Claim<unknown>>,
    placeOf: (cell) => place(cells[cell]!),
    kind: how.kind,
    tally: (cell, draws, from, to) =>
      how.kind === 'enumerated'
        ? how.enumerate(cells[cell]!)
        : tallyRuns((run) => how.sample(cells[cell]!, draws(run)), from, to),
    isClaimed: (method, cell) => {
      const claim = study.claims[method]
      return claim?.kind === 'asymptotic' && claim.holds(cells[cell]!)
    },
  }
}

function tallyRuns(sample: (run: number) => Said[], from: number, to: number): Record<string, Tally> {
  const tallies: Record<string, Tally> = {}
  for (let run = from; run < to; run += 1)
    for (const said of sample(run)) {
      tallies[said.method] ??= emptyTally()
      addTo(tallies[said.method]!, said, 1)
    }
  return tallies
}

/** Nothing yet. */
export function emptyTally(): Tally {
  return { total: 0, covered: 0, tooHigh: 0, tooLow: 0, none: 0 }
}

/** Adds one sample with its weight. */
export function addTo(tally: Tally, { lower, upper, truth }: Omit<Said, 'method'>, weight: number): void {
  tally.total += weight
  if (!(lower <= upper)) tally.none += weight
  else if (lower > truth) tally.tooHigh += weight
  else if (upper < truth) tally.tooLow += weight
  else tally.covered += weight
}

/** Two tallies of other samples of one cell. */
export function addTallies(one: Tally, other: Tally): Tally {
  const sum = (of: 'total' | 'covered' | 'tooHigh' | 'tooLow' | 'none') => one[of] + other[of]
  return {
    total: sum('total'),
    covered: sum('covered'),
    tooHigh: sum('tooHigh'),
    tooLow: sum('tooLow'),
    none: sum('none'),
  }
}
