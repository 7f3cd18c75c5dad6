import type { ProtocolDraft } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { beginPlan, planFaults, planOf } from './plan-form.ts'

const criteria = ['a', 'b']
const tree = { leastHospitals: 3, criteria: { op: 'and' as const, of: [] } }

describe('planOf', () => {
  it('says what most plans say where nothing was chosen', () =>
    expect(planOf(beginPlan(undefined), criteria)).toEqual({
      target: 'these-hospitals',
      sampling: 'consecutive',
      wayOfRunning: 'package',
    }))

  it('gives an earlier draft back as it was', () => {
    const plans: Partial<ProtocolDraft>[] = [
      { target: 'hospitals-like-these', sampling: 'enriched', wayOfRunning: 'results-file' },
      {
        target: 'these-hospitals',
        sampling: 'consecutive',
        wayOfRunning: 'package',
        multiplicity: { alpha: 0.05, procedure: { kind: 'holm', hypotheses: criteria } },
      },
      {
        target: 'these-hospitals',
        sampling: 'weighted',
        wayOfRunning: 'appliance',
        multiplicity: { alpha: 0.025, procedure: { kind: 'holm', hypotheses: criteria, weights: [0.3, 0.7] } },
      },
    ]
    for (const plan of plans) expect(planOf(beginPlan(plan as ProtocolDraft), criteria)).toEqual(plan)
  })

  it('tests nothing together where there is one criterion', () =>
    expect(planOf({ ...beginPlan(undefined), procedure: 'holm' }, ['a'])).not.toHaveProperty('multiplicity'))
})

describe('planFaults', () => {
  it('wants five approvals for what is said of hospitals like these', () => {
    const plan = { ...beginPlan(undefined), target: 'hospitals-like-these' as const }
    expect(planFaults(plan, tree)).toEqual([{ key: 'sites', least: 5 }])
    expect(planFaults(plan, { ...tree, leastHospitals: 5 })).toEqual([])
  })

  it('wants a level where criteria are tested together', () => {
    const plan = { ...beginPlan(undefined), procedure: 'holm' as const, familywiseAlpha: Number.NaN }
    expect(planFaults(plan, tree)).toEqual([{ key: 'alpha' }])
  })
})
