import { findTask } from '@assay/categories'
import { AssayError, type CriteriaTree, type Criterion, protocolDraft } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { checkStatistics, type StatisticalPlan } from './check-statistics.ts'

function criterion(id: string, figure: string, rest: Partial<Criterion> = {}): Criterion {
  return {
    id,
    endpoint: 'beats',
    figure,
    side: 'lower',
    bound: 0.8,
    alpha: 0.025,
    leastEffectivePatients: 20,
    ...rest,
  }
}

const sensitivity = criterion('found', 'veb.sensitivity.gross')
const predictivity = criterion('right', 'veb.positive-predictivity.gross')
const both: CriteriaTree = { op: 'and', of: [sensitivity, predictivity] }

function plan(rest: Partial<StatisticalPlan>): StatisticalPlan {
  return {
    category: 'ecg',
    task: 'beat-classification',
    target: 'these-hospitals',
    leastHospitals: 2,
    criteria: both,
    endpoints: [{ id: 'beats', estimator: 'ec57-beats', version: 1, parameters: {} }],
    ...rest,
  }
}

/** What is wrong with a plan, and whether both languages have words for it. */
function faultOf(rest: Partial<StatisticalPlan>): unknown {
  try {
    checkStatistics(plan(rest))
    return undefined
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const { code, parameters } = error
    for (const language of ['en', 'zh'] as const)
      expect(errorText(language, { code, parameters })).not.toContain(String(parameters.what))
    return { code, ...parameters }
  }
}

const fault = (where: string, what: string) => ({ code: 'protocol-invalid', where, what })

describe('checkStatistics', () => {
  it('fills in how a task makes scores, and says nothing where there is nothing to say', () => {
    const { endpoints, criteria } = findTask('ophthalmology', 'referable-retinopathy')!.template
    const [referral, , grades] = endpoints
    const { scoring: said, ...silent } = referral!
    const category = { category: 'ophthalmology', task: 'referable-retinopathy', criteria }
    const read = checkStatistics(plan({ ...category, endpoints: [silent, grades!] })).endpoints
    expect(read[0]!.scoring).toEqual(said)
    expect('scoring' in read[1]!).toBe(false)
  })

  it('refuses a way of scoring that the task does not have', () => {
    const endpoint = { id: 'beats', estimator: 'ec57-beats', version: 1, parameters: {}, scoring: { threshold: 0.5 } }
    expect(faultOf({ endpoints: [endpoint] })).toEqual(fault('endpoints.beats', 'scoring-invalid'))
  })

  it('fills in what the estimator leaves open, and keeps the rest', () => {
    const { endpoints, criteria, multiplicity } = checkStatistics(plan({}))
    expect(endpoints[0]?.parameters).toMatchObject({ matchWindowSeconds: 0.15 })
    expect([criteria, multiplicity]).toEqual([both, undefined])
  })

  it('drops what a criterion says of its measure where the figure is a share', () => {
    const { criteria } = checkStatistics(plan({ criteria: { ...sensitivity, measure: 'ratio' } }))
    expect(criteria).toEqual(sensitivity)
  })

  it('refuses a criterion that an enriched sample can not show, and no other', () => {
    expect(faultOf({ sampling: 'enriched' })).toEqual(fault('criteria.right', 'depends-on-prevalence'))
    expect(faultOf({ sampling: 'enriched', criteria: sensitivity })).toBeUndefined()
    expect(faultOf({ sampling: 'consecutive' })).toBeUndefined()
  })

  it('refuses weighted cases where the estimator has no use for weights', () => {
    expect(faultOf({ sampling: 'weighted' })).toEqual(fault('endpoints.beats', 'weights-refused'))
  })

  it('refuses to speak of hospitals like these on few of them', () => {
    const likeThese = { target: 'hospitals-like-these' } as const
    expect(faultOf({ ...likeThese, leastHospitals: 4 })).toEqual(
      fault('endpoints.beats', 'too-few-hospitals-for-target'),
    )
    expect(faultOf({ ...likeThese, leastHospitals: 5 })).toBeUndefined()
    const own = { id: 'beats', estimator: 'ec57-beats', version: 1, parameters: {} }
    expect(faultOf({ ...likeThese, endpoints: [{ ...own, target: 'these-hospitals' }] })).toBeUndefined()
    expect(faultOf({ endpoints: [{ ...own, ...likeThese }] })).toMatchObject({ what: 'too-few-hospitals-for-target' })
  })

  it('reads a multiplicity procedure, and refuses one that does not fit', () => {
    const together = (procedure: unknown) => ({ multiplicity: { alpha: 0.025, procedure } })
    expect(checkStatistics(plan(together({ kind: 'holm', hypotheses: ['found', 'right'] }))).multiplicity).toEqual({
      alpha: 0.025,
      procedure: { kind: 'holm', hypotheses: ['found', 'right'] },
    })
    const invalid = fault('multiplicity', 'procedure-invalid')
    expect(faultOf(together({ kind: 'coin' }))).toEqual(invalid)
    expect(faultOf(together({ kind: 'holm', hypotheses: ['found', 'found'] }))).toEqual(invalid)
    expect(faultOf(together({ kind: 'hochberg', hypotheses: ['found', 'found'] }))).toEqual(invalid)
    expect(faultOf(together({ kind: 'holm', hypotheses: ['found', 'right'], weights: [0.9, 0.3] }))).toEqual(invalid)
    expect(faultOf(together({ kind: 'holm', hypotheses: ['found', 'z'] }))).toEqual(
      fault('multiplicity.z', 'criterion-unknown'),
    )
  })

  it('refuses what there is not', () => {
    const [endpoint] = plan({}).endpoints
    expect(faultOf({ endpoints: [{ ...endpoint!, version: 9 }] })).toEqual(
      fault('endpoints.beats', 'estimator-unknown'),
    )
    expect(faultOf({ endpoints: [{ ...endpoint!, parameters: { x: 1 } }] })).toMatchObject({
      what: 'parameters-invalid',
    })
    expect(faultOf({ criteria: { ...sensitivity, figure: 'f' } })).toEqual(fault('criteria.found', 'figure-unknown'))
    expect(faultOf({ criteria: { ...sensitivity, endpoint: 'e' } })).toEqual(
      fault('criteria.found', 'endpoint-unknown'),
    )
    expect(faultOf({ criteria: { ...sensitivity, bound: 80 } })).toMatchObject({ what: 'bound-out-of-range' })
    expect(faultOf({ criteria: { op: 'or', of: [sensitivity, sensitivity] } })).toMatchObject({
      what: 'name-used-twice',
    })
  })
})

describe('the schema of a draft', () => {
  it('takes a plan, and none with a target, sampling or α that it does not know', () => {
    const schema = protocolDraft.pick({ target: true, sampling: true, multiplicity: true })
    expect(schema.safeParse({ target: 'hospitals-like-these', sampling: 'weighted' }).success).toBe(true)
    expect(schema.safeParse({ target: 'everybody' }).success).toBe(false)
    expect(schema.safeParse({ target: 'these-hospitals', sampling: 'hand-picked' }).success).toBe(false)
    expect(schema.safeParse({ target: 'these-hospitals', multiplicity: { alpha: 0.7, procedure: {} } }).success).toBe(
      false,
    )
  })
})
