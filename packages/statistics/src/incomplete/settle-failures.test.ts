import { describe, expect, it } from 'vitest'
import { rocArea } from '../roc/roc-area.ts'
import { splitByTruth } from '../roc/scores.ts'
import { settleFailures } from './settle-failures.ts'

const truth = Uint8Array.from([1, 1, 1, 0, 0, 0])

describe('failed outputs', () => {
  it('are the wrong call, unless it was declared that they are left out', () => {
    const calls = Float64Array.from([1, Number.NaN, 0, 0, Number.NaN, Number.NaN])
    const settled = settleFailures(truth, calls, 'call')
    expect([...settled.outputs]).toEqual([1, 0, 0, 0, 1, 1])
    expect(settled.failed).toEqual({ diseased: 1, healthy: 2 })
    expect(settled.completion).toMatchObject({ status: 'estimated', estimate: 0.5 })
    const left = settleFailures(truth, calls, 'call', 'exclude-and-report')
    expect([[...left.kept], [...left.truth], [...left.outputs]]).toEqual([
      [0, 2, 3],
      [1, 1, 0],
      [1, 0, 0],
    ])
    expect(left.completion).toEqual(settled.completion)
  })

  it('are the wrong extreme of scores, which can only make the area smaller', () => {
    const scores = Float64Array.from([9, Number.NaN, 5, 1, 2, Number.NaN])
    const settled = settleFailures(truth, scores, 'score')
    expect([...settled.outputs]).toEqual([9, -Infinity, 5, 1, 2, Infinity])
    // Pairs won: 9 and 5 against 1 and 2, of nine.
    expect(rocArea(splitByTruth(settled.truth, settled.outputs))).toMatchObject({ estimate: 4 / 9 })
  })

  it('are refused where truth or outputs are none', () => {
    expect(() => settleFailures(truth, new Float64Array(2), 'call')).toThrow('outputs')
    expect(() => settleFailures(Uint8Array.from([2]), new Float64Array(1), 'call')).toThrow('truth')
    expect(() => settleFailures(Uint8Array.from([1]), Float64Array.from([0.5]), 'call')).toThrow('at 0')
    const none = settleFailures(new Uint8Array(0), new Float64Array(0), 'call')
    expect(none.completion).toEqual({ status: 'undefined', reason: 'empty-denominator' })
  })
})
