import { binomialProportion } from '../proportions/binomial-interval.ts'

/**
 * What a case without an output (missing, crashed, timed out, unreadable) counts as. `wrong-extreme`: the wrong call, or for
 * scores the extreme that is wrong for its truth (−∞ diseased, ∞ healthy), so that a failure can't make a device look better.
 * `exclude-and-report`: nothing; the figure is then one of cases with an output, and only stands beside the completion rate.
 */
export type FailureRule = 'wrong-extreme' | 'exclude-and-report'

/** Cases with their outputs settled by the rule. */
export interface SettledCases {
  /** Places of the cases that count, rising. */
  readonly kept: Int32Array
  /** Truth of each of them, 0 or 1. */
  readonly truth: Uint8Array
  /** Output of each of them. */
  readonly outputs: Float64Array
  /** Cases that came with an output, of all, with Wilson's interval: a co-primary figure wherever outputs can fail. */
  readonly completion: ReturnType<typeof binomialProportion>
  readonly failed: { readonly diseased: number; readonly healthy: number }
}

/**
 * Settles calls (0 or 1) or scores (higher means more diseased).
 * @param truth 0 or 1 a case
 * @param outputs one a case, NaN where it failed
 * @param rule `exclude-and-report` has to be declared: where none is given, failures are wrong
 * @throws RangeError lengths that differ; a truth that is neither 0 nor 1; a call that is neither
 */
export function settleFailures(
  truth: Uint8Array,
  outputs: Float64Array,
  kind: 'call' | 'score',
  rule: FailureRule = 'wrong-extreme',
): SettledCases {
  checkOutputs(truth, outputs, kind)
  const places = Int32Array.from(truth.keys())
  const hasFailed = (place: number) => Number.isNaN(outputs[place]!)
  const kept = rule === 'wrong-extreme' ? places : places.filter((place) => !hasFailed(place))
  const failures = places.filter(hasFailed)
  const diseased = failures.filter((place) => truth[place] === 1).length
  return {
    kept,
    truth: Uint8Array.from(kept, (place) => truth[place]!),
    outputs: Float64Array.from(kept, (place) => (hasFailed(place) ? wrong(truth[place]!, kind) : outputs[place]!)),
    completion: binomialProportion(truth.length - failures.length, truth.length, 'wilson'),
    failed: { diseased, healthy: failures.length - diseased },
  }
}

function wrong(truth: number, kind: 'call' | 'score'): number {
  if (kind === 'call') return 1 - truth
  return truth === 1 ? -Infinity : Infinity
}

function checkOutputs(truth: Uint8Array, outputs: Float64Array, kind: 'call' | 'score'): void {
  if (truth.length !== outputs.length) throw new RangeError(`outputs: ${outputs.length}, truth: ${truth.length}`)
  const neither = truth.findIndex((value) => value > 1)
  if (neither >= 0) throw new RangeError(`truth: neither 0 nor 1 at ${neither}`)
  const noCall = kind === 'call' ? outputs.findIndex((value) => value !== 0 && value !== 1 && !Number.isNaN(value)) : -1
  if (noCall >= 0) throw new RangeError(`outputs: neither 0 nor 1 at ${noCall}`)
}
