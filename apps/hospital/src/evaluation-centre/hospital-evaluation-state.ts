import { AssayError, type HospitalEvaluationState } from '@assay/contracts'

/** What may happen to an evaluation here: from which states, to which. */
export const acts = {
  approve: { from: ['asked'], to: 'approved' },
  refuse: { from: ['asked'], to: 'refused' },
  run: { from: ['approved'], to: 'running' },
  score: { from: ['running'], to: 'scored' },
  release: { from: ['scored'], to: 'released' },
  withhold: { from: ['approved', 'running', 'scored'], to: 'withheld' },
  end: { from: ['asked', 'approved', 'running', 'scored'], to: 'ended' },
} as const satisfies Record<string, { from: readonly HospitalEvaluationState[]; to: HospitalEvaluationState }>

export type HospitalAct = (typeof acts)[keyof typeof acts]

/** Throws `state-conflict` unless the act is open in this state. */
export function assertOpen(state: HospitalEvaluationState, act: HospitalAct): void {
  if (!(act.from as readonly HospitalEvaluationState[]).includes(state))
    throw new AssayError('state-conflict', { what: 'evaluation', state })
}
