import { describe, expect, it } from 'vitest'
import { planResampling } from '../resampling/resampling-plan.ts'
import { weightedShare } from '../resampling/weighted-share.ts'
import { columnOf, computeReplicates } from '../resampling/weighted-statistic.ts'
import { adjudication, evaluatePanel, majority, replicatePanel, type TruthPanel } from './truth-panel.ts'

const calls = Uint8Array.from([1, 1, 0, 1, 0])
/** Share of calls that are right. */
const accuracy = (truth: Uint8Array) => weightedShare(truth.map((value, i) => Number(value === calls[i])))

/** Five cases, three members. */
const panel: TruthPanel = {
  cases: 5,
  members: 3,
  readings: Int8Array.from([1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, -1]),
}
const plan = planResampling({ cases: 5 })

/** Every way to draw k of k with replacement, as how often each comes, with its probability. */
function enumerate(k: number): { times: number[]; probability: number }[] {
  return Array.from({ length: k ** k }, (_, code) => {
    const times = new Array<number>(k).fill(0)
    for (let i = 0; i < k; i += 1) times[Math.floor(code / k ** i) % k]! += 1
    return { times, probability: k ** -k }
  })
}

function accuracyOf(members: readonly number[], cases: readonly number[]): number {
  let [right, all] = [0, 0]
  cases.forEach((weight, place) => {
    const row = [...panel.readings.subarray(3 * place, 3 * place + 3)]
    const votes = (what: number) => row.reduce((sum, reading, i) => sum + (reading === what ? members[i]! : 0), 0)
    if (votes(1) === votes(0)) return
    all += weight
    if (Number(votes(1) > votes(0)) === calls[place]) right += weight
  })
  return all > 0 ? right / all : Number.NaN
}

describe('a panel that is drawn again', () => {
  it('has the distribution of all 3³ panels and all 5⁵ samples', () => {
    const exact = new Map<string, number>()
    for (const members of enumerate(3))
      for (const cases of enumerate(5)) {
        const key = accuracyOf(members.times, cases.times).toFixed(9)
        exact.set(key, (exact.get(key) ?? 0) + members.probability * cases.probability)
      }
    const times = 40_000
    const drawn = columnOf(replicatePanel(panel, majority(undefined), accuracy, plan, 3, 0, times), 0)
    const seen = new Map<string, number>()
    for (const value of drawn) seen.set(value.toFixed(9), (seen.get(value.toFixed(9)) ?? 0) + 1)
    expect([...seen.keys()].filter((key) => !exact.has(key))).toEqual([])
    for (const [key, probability] of exact) {
      const z = ((seen.get(key) ?? 0) - times * probability) / Math.sqrt(times * probability)
      expect(Math.abs(z), key).toBeLessThan(5)
    }
  })

  it('gives what the cases alone give where all agree, in any split', () => {
    const truth = Uint8Array.from([1, 1, 0, 0, 1])
    const readings = Int8Array.from({ length: 15 }, (_, i) => truth[Math.floor(i / 3)]!)
    const all = replicatePanel({ ...panel, readings }, majority(0), accuracy, plan, 9, 0, 50)
    expect(all).toEqual(computeReplicates(plan, accuracy(truth), 9, 0, 50))
    const part = replicatePanel({ ...panel, readings }, majority(0), accuracy, plan, 9, 20, 50)
    expect(part.values).toEqual(all.values.subarray(20))
  })

  it('settles by majority, or by an adjudicator where members differ', () => {
    expect(evaluatePanel(panel, majority(undefined), accuracy)[0]).toBe(3 / 4)
    expect(evaluatePanel(panel, majority(0), accuracy)[0]).toBe(4 / 5)
    expect(evaluatePanel(panel, majority(1), accuracy)[0]).toBe(3 / 5)
    // Cases 1, 3 and 4 are disputed: the adjudicator says healthy, diseased, healthy.
    const adjudicated = Uint8Array.from([0, 0, 1, 1, 0])
    expect(evaluatePanel(panel, adjudication(adjudicated), accuracy)[0]).toBe(4 / 5)
  })

  it('refuses readings that are none', () => {
    const run = (readings: Int8Array) => evaluatePanel({ ...panel, readings }, majority(0), accuracy)
    expect(() => run(new Int8Array(14))).toThrow('readings')
    expect(() => run(new Int8Array(15).fill(2))).toThrow('at 0')
    const other = planResampling({ cases: 4 })
    expect(() => replicatePanel(panel, majority(0), accuracy, other, 1, 0, 1)).toThrow('plan')
  })
})
