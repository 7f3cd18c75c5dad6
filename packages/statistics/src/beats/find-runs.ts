import type { RunLabel } from './run-labels.ts'

/** Runs of ventricular, or of supraventricular ectopic beats. */
export type RunKind = 'ventricular' | 'supraventricular'

/** A run: its beats, counted up to 6, and the samples within which the other side is searched for it. */
export interface EctopicRun {
  readonly length: number
  readonly from: number
  readonly to: number
}

const alphabets = {
  ventricular: { beats: 'VF', opens: '[', closes: ']', ends: 'NQUS', interrupts: '{U', breaks: 'NQUS{' },
  supraventricular: { beats: 'S', opens: '{', closes: '}', ends: 'NQUVF', interrupts: '[U', breaks: 'NQUVF[' },
} as const

/** Longest length that is told apart. */
export const mostBeats = 6

/**
 * Runs that end after the learning period, each widened by the match window. Fibrillation is a run of the greatest length; one that has
 * begun before `start` goes on there.
 * @param window samples
 * @param start sample, 0 for no learning period
 * @param end sample
 * Source: `rxr` of app/rxr.c, WFDB Software Package, 7 August 2009.
 */
export function findRuns(
  labels: readonly RunLabel[],
  kind: RunKind,
  { window, start, end }: { window: number; start: number; end: number },
): EctopicRun[] {
  const { beats, opens, closes, ends } = alphabets[kind]
  const runs: EctopicRun[] = []
  let run: EctopicRun | undefined
  const first = labels.findIndex(({ sample }) => sample >= start)
  if (first < 0) return runs
  if (isOpenBefore(labels.slice(0, first), opens)) run = { length: mostBeats, from: start - window, to: start + window }
  for (const { sample, label } of labels.slice(first)) {
    if (sample > end) break
    if (beats.includes(label))
      run = run
        ? { ...run, length: Math.min(mostBeats, run.length + 1), to: sample + window }
        : { length: 1, from: sample - window, to: sample + window }
    else if (label === opens) run ??= { length: mostBeats, from: sample - window, to: sample + window }
    else if (run && label === closes) run = { ...run, to: sample + window }
    else if (run && ends.includes(label)) {
      runs.push(run)
      run = undefined
    }
  }
  return run ? [...runs, run] : runs
}

/** Whether the last rhythm before the test period is fibrillation of the kind. */
function isOpenBefore(labels: readonly RunLabel[], opens: string): boolean {
  return labels.findLast(({ label }) => '[]{}'.includes(label))?.label === opens
}

/**
 * How long the longest run is within a window, asked for windows in order: what one window has used is not there for the next. Fibrillation
 * that reaches into a window is a run of the greatest length.
 * Source: `find_longest_run` of app/rxr.c.
 */
export function longestRuns(labels: readonly RunLabel[], kind: RunKind): (from: number, to: number) => number {
  const { beats, opens, closes, interrupts, breaks } = alphabets[kind]
  let at = 0
  let openUntil = -Infinity
  const isBefore = (sample: number) => at < labels.length && labels[at]!.sample < sample
  /** From an opening label: to the label that ends it, and where that is. */
  const skipOpen = () => {
    do at += 1
    while (at < labels.length && labels[at]!.label !== closes && !interrupts.includes(labels[at]!.label))
    openUntil = labels[at]?.sample ?? Infinity
  }
  const skipTo = (from: number) => {
    for (; openUntil <= from && isBefore(from); at += 1) if (labels[at]!.label === opens) skipOpen()
  }
  const count = (to: number) => {
    let [longest, length] = [0, 0]
    for (; isBefore(to + 1); at += 1) {
      const { label } = labels[at]!
      if (label === opens) {
        skipOpen()
        return mostBeats
      }
      if (beats.includes(label)) length = Math.min(mostBeats, length + 1)
      else if (breaks.includes(label)) length = 0
      longest = Math.max(longest, length)
    }
    return longest
  }
  return (from, to) => {
    skipTo(from)
    return openUntil > from ? mostBeats : count(to)
  }
}
