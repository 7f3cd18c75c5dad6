import type { EvaluationState, EvaluationSummary } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { waitingTasks } from './waiting-tasks.ts'

function evaluation(id: string, state: EvaluationState, changedAt = '2026-11-03T08:00:00.000Z'): EvaluationSummary {
  const device = { deviceName: 'Beats', deviceVersion: '1', vendor: 'V' }
  return { id, number: `EV-${id}`, title: id, state, ...device, verdict: null, changedAt }
}
const unread = () => false
const states: EvaluationState[] = ['draft', 'submitted', 'returned', 'locked', 'running', 'decided', 'ended']
const all = states.map((state) => evaluation(state, state))

describe('waitingTasks', () => {
  it.each([
    ['vendor', ['draft', 'returned', 'decided']],
    ['reviewer', ['submitted', 'decided']],
    ['operator', []],
  ] as const)('gives a %s what only they can do', (role, expected) => {
    expect(waitingTasks(role, all, unread).map(({ id }) => id)).toEqual(expected)
  })

  it('forgets a report that was opened', () => {
    expect(waitingTasks('reviewer', [evaluation('a', 'decided')], (id) => id === 'a')).toEqual([])
  })

  it('puts the longest wait first', () => {
    const later = evaluation('later', 'submitted', '2026-11-04T08:00:00.000Z')
    const sooner = evaluation('sooner', 'submitted', '2026-11-03T23:00:00.000Z')
    expect(waitingTasks('reviewer', [later, sooner], unread).map(({ id }) => id)).toEqual(['sooner', 'later'])
  })
})
