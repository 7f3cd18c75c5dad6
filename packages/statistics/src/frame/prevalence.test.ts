import { describe, expect, it } from 'vitest'
import { findOneRoundEstimator } from '../registry.ts'
import { type Figure, figure } from './figure.ts'
import { withoutPrevalence } from './prevalence.ts'
import { release } from './site-summary.ts'

const beats = findOneRoundEstimator('ec57-beats', 1)!
const score = (patient: string, matrix: Record<string, number>) => ({
  patient,
  record: patient,
  matrix,
  paced: false,
  scoredSeconds: 60,
  shutdownSeconds: 0,
  failure: null,
})
const summary = beats.summarise([score('a', { Vv: 9, Vo: 1, Nv: 1 }), score('b', { Vv: 8, Vo: 2 })], {})
const site = { site: 'x', released: release(summary, ({ value }) => ({ kind: 'exact', value })) }
const figures = beats.estimate([site], {})
const statusOf = (some: readonly Figure[], id: string) => some.find((one) => one.id === id)

describe('withoutPrevalence', () => {
  const descriptions = beats.figures({})

  it('leaves figures of consecutive and of weighted cases as they are', () => {
    expect(withoutPrevalence(figures, descriptions, 'consecutive')).toEqual(figures)
    expect(withoutPrevalence(figures, descriptions, 'weighted')).toEqual(figures)
  })

  it('gives no predictive value of an enriched sample, and every sensitivity', () => {
    const left = withoutPrevalence(figures, descriptions, 'enriched')
    expect(left.map(({ id }) => id)).toEqual(figures.map(({ id }) => id))
    expect(statusOf(left, 'veb.positive-predictivity.gross')).toEqual({
      id: 'veb.positive-predictivity.gross',
      status: 'undefined',
      reason: 'enriched-sample',
      patients: 2,
    })
    expect(statusOf(left, 'veb.sensitivity.gross')).toEqual(statusOf(figures, 'veb.sensitivity.gross'))
    for (const one of left) expect(figure.parse(one)).toEqual(one)
  })
})
