import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { type Plan, planSentences } from './plan-sentences.ts'

describe('planSentences', () => {
  const t = translator('en')
  const beats = { id: 'beats', estimator: 'ec57-beats', version: 1, parameters: {} }
  const plan: Plan = { target: 'these-hospitals', endpoints: [beats] }

  it('says whom the figures are about', () => {
    expect(planSentences({ ...plan, endpoints: [beats] }, t)).toEqual([
      'What is found is said of these hospitals, not of hospitals like them.',
    ])
    const likeThese = { ...beats, id: 'b', target: 'hospitals-like-these', leastPatientsPerHospital: 25 } as const
    expect(planSentences({ ...plan, endpoints: [likeThese] }, t)[0]).toContain('at least 25 patients')
    expect(planSentences({ ...plan, endpoints: [beats, likeThese] }, t).map((one) => one.slice(0, 26))).toEqual([
      'For the endpoint “beats”: ',
      'For the endpoint “b”: What',
    ])
  })

  it('says how cases were sampled and criteria are tested together', () => {
    const procedure = { kind: 'fixed-sequence', hypotheses: ['first', 'second'] }
    const multiplicity = { alpha: 0.025, procedure }
    const given = { ...plan, endpoints: [beats], sampling: 'consecutive', multiplicity } satisfies Plan
    expect(planSentences(given, t).slice(1)).toEqual([
      'The cases are consecutive: as they came.',
      'Several criteria are tested together (fixed sequence: first, second) at a familywise one-sided α of 0.025.',
    ])
  })
})
