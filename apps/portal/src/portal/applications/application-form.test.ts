import { describe, expect, it } from 'vitest'
import { type ApplicationForm, criteriaIn, faultsOf, type Place, withCriterion } from './application-form.ts'
import { beginPlan } from './plan-form.ts'

const criterion = (id: string, bound: number) =>
  ({ id, endpoint: 'beats', figure: id, side: 'lower', bound, alpha: 0.025, leastEffectivePatients: 20 }) as const

const form: ApplicationForm = {
  ...beginPlan(undefined),
  deviceId: 'd',
  title: 'Beats',
  intendedUse: 'Finds beats.',
  hospitals: ['a', 'b'],
  leastHospitals: 2,
  leastPatients: 30,
  justification: 'All there are.',
  criteria: { op: 'and', of: [criterion('x', 0.9), { op: 'or', of: [criterion('y', 0.8)] }] },
}
const places = [
  { id: 'a', name: 'A', set: { patients: 20 } },
  { id: 'b', name: 'B', set: { patients: 10 } },
] as Place[]
const figures = ['x', 'y'].map((figure) => ({ endpoint: 'beats', figure, least: 0, most: 1 }))

describe('faultsOf', () => {
  it('finds none in a form that can be carried out', () => expect(faultsOf(form, places, figures)).toEqual([]))

  it('says how many patients there are when more are asked for', () =>
    expect(faultsOf({ ...form, leastPatients: 31 }, places, figures)).toEqual([
      { key: 'patients', available: 30, asked: 31 },
    ]))

  it('wants words, hospitals, and approvals that are possible', () => {
    expect(faultsOf({ ...form, title: ' ' }, places, figures)).toEqual([{ key: 'title' }])
    expect(faultsOf({ ...form, hospitals: [] }, places, figures)).toEqual([{ key: 'hospitals' }])
    expect(faultsOf({ ...form, leastHospitals: 3 }, places, figures)).toEqual([{ key: 'least', most: 2 }])
  })

  it('refuses a bound that the figure can not take, and one that is no number', () => {
    for (const bound of [1.2, -0.1, Number.NaN])
      expect(faultsOf({ ...form, criteria: criterion('x', bound) }, places, figures)).toEqual([
        { key: 'bound', endpoint: 'beats', figure: 'x', least: 0, most: 1 },
      ])
  })
})

describe('withCriterion', () => {
  it('changes one criterion, however deep', () => {
    const changed = withCriterion(form.criteria, criterion('y', 0.7))
    expect(criteriaIn(changed).map(({ id, bound }) => [id, bound])).toEqual([
      ['x', 0.9],
      ['y', 0.7],
    ])
  })
})
