import { AssayError, type EvaluationState, type EvaluationView, type ParticipationState } from '@assay/contracts'

/** What a person may do with an evaluation, by role and state, and where it leads. */
type PersonsAct = EvaluationView['acts'][number]

interface Act {
  readonly role: readonly ('vendor' | 'reviewer' | 'operator')[]
  readonly from: readonly EvaluationState[]
  readonly to: EvaluationState | undefined
}

/** Acts of persons. */
export const personsActs: Readonly<Record<PersonsAct, Act>> = {
  edit: { role: ['vendor'], from: ['draft', 'returned'], to: undefined },
  submit: { role: ['vendor'], from: ['draft', 'returned'], to: 'submitted' },
  return: { role: ['reviewer'], from: ['submitted'], to: 'returned' },
  lock: { role: ['reviewer'], from: ['submitted'], to: 'locked' },
  'read-report': { role: ['vendor', 'reviewer', 'operator'], from: ['decided'], to: undefined },
}

/** What the hub does by itself, once the hospitals have answered. */
export const hubActs = {
  order: { from: ['locked'], to: 'running' },
  end: { from: ['locked', 'running'], to: 'ended' },
  decide: { from: ['running'], to: 'decided' },
} as const satisfies Record<string, Omit<Act, 'role'>>

/** What a hospital tells, from which states of its part, in which states of the evaluation, and where it leads. */
export const hospitalActs = {
  approve: { from: ['asked'], during: ['locked'], to: 'approved' },
  refuse: { from: ['asked'], during: ['locked'], to: 'refused' },
  progress: { from: ['approved', 'running'], during: ['running'], to: 'running' },
  score: { from: ['approved', 'running'], during: ['running'], to: 'scored' },
  release: { from: ['scored'], during: ['running'], to: 'released' },
  withhold: { from: ['approved', 'running', 'scored'], during: ['running'], to: 'withheld' },
} as const satisfies Record<
  string,
  { from: readonly ParticipationState[]; during: readonly EvaluationState[]; to: ParticipationState }
>

/** A hospital has nothing more to say in these. */
export const finalParticipations: readonly ParticipationState[] = ['refused', 'released', 'withheld']

/** Throws `state-conflict` unless the evaluation is in a state that the act starts from. */
export function assertState(state: EvaluationState, act: { readonly from: readonly EvaluationState[] }): void {
  if (!act.from.includes(state)) throw new AssayError('state-conflict', { what: 'evaluation', state })
}

/** Throws `state-conflict` unless both the evaluation and the hospital's part of it are in states that the act starts from. */
export function assertParticipation(
  states: { evaluation: EvaluationState; participation: ParticipationState },
  act: { readonly from: readonly ParticipationState[]; readonly during: readonly EvaluationState[] },
): void {
  assertState(states.evaluation, { from: act.during })
  if (!act.from.includes(states.participation)) {
    throw new AssayError('state-conflict', { what: 'participation', state: states.participation })
  }
}
