import type { DeskEvaluation, HospitalEvaluationState } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { type DeskState, stewardTasks } from './steward-tasks.ts'

function evaluation(state: HospitalEvaluationState, more: Partial<DeskEvaluation> = {}): DeskEvaluation {
  const device = { deviceName: 'Beats', deviceVersion: '1', vendor: 'V', casesDone: 0, casesTotal: 1 }
  const at = '2026-11-03T08:00:00.000Z'
  const base = { evaluationId: state, number: 'EV', title: state, state, blockedBy: null, askedAt: at, changedAt: at }
  return { ...base, ...device, ...more }
}
const now = new Date('2026-11-03T10:00:00.000Z')
const blockedBy = { code: 'isolation-unavailable', parameters: {} }
const inOrder = { intakes: [{ accepted: 3 }], sets: [{}], quarantined: [], node: { hub: {} } } as unknown as DeskState

describe('stewardTasks', () => {
  it('asks for an answer, a signature, and what stands in the way', () => {
    const evaluations = [
      ...[evaluation('asked'), evaluation('approved'), evaluation('refused'), evaluation('running', { blockedBy })],
      ...[evaluation('scored'), evaluation('released'), evaluation('withheld'), evaluation('ended', { blockedBy })],
    ]
    expect(stewardTasks({ ...inOrder, evaluations }, now).map(({ task, to }) => [task, to])).toEqual([
      ['desk.home.asked', '/evaluations/asked'],
      ['desk.home.blocked', '/evaluations/running'],
      ['desk.home.scored', '/evaluations/scored/release'],
    ])
  })

  it('puts the longest wait first', () => {
    const evaluations = [
      evaluation('asked', { changedAt: '2026-11-03T09:00:00.000Z' }),
      evaluation('scored', { changedAt: '2026-11-03T07:00:00.000Z' }),
    ]
    expect(stewardTasks({ evaluations }, now).map(({ task }) => task)).toEqual(['desk.home.scored', 'desk.home.asked'])
  })

  it('leads a new node from the hub over intake to a sealed set', () => {
    const tasks = (state: unknown) =>
      stewardTasks({ evaluations: [], ...(state as object) }, now).map(({ task }) => task)
    expect(tasks({ node: { hub: null }, intakes: [], sets: [] })).toEqual(['desk.home.enrol', 'desk.home.intake'])
    expect(tasks({ node: { hub: {} }, intakes: [{ accepted: 1 }], sets: [] })).toEqual(['desk.home.seal'])
    expect(tasks(inOrder)).toEqual([])
  })

  it('says how much is in quarantine, and since when', () => {
    const kinds = [
      { state: 'waiting', entries: 2 },
      { state: 'resolved', entries: 3 },
    ]
    const quarantined = { kinds, waitingSince: '2026-11-02T09:00:00.000Z' }
    expect(stewardTasks({ ...inOrder, evaluations: [], quarantined } as unknown as DeskState, now)).toEqual([
      { to: '/quarantine', task: 'desk.home.quarantine', count: 2, since: '2026-11-02T09:00:00.000Z' },
    ])
  })

  it.each([
    ['2026-11-01', '2026-12-01', ['desk.home.certificateSoon']],
    ['2025-11-01', '2026-11-01', ['desk.home.certificateExpired']],
    ['2026-12-01', '2027-12-01', ['desk.home.certificateEarly']],
    ['2026-11-01', '2027-11-01', []],
  ])('says how a certificate of the listener stands that holds from %s to %s', (from, to, about) => {
    const state = (more: object) => {
      const listener = { enabled: true, tls: true, files: { certificate: { from, to } }, ...more }
      return { ...inOrder, evaluations: [], listener } as unknown as DeskState
    }
    expect(stewardTasks(state({}), now).map((task) => task.about)).toEqual(about)
    expect(stewardTasks(state({ tls: false }), now)).toEqual([])
    expect(stewardTasks(state({ enabled: false }), now)).toEqual([])
    expect(stewardTasks(state({ files: { certificate: null } }), now)).toEqual([])
  })
})
