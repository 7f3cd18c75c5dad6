import { type EvaluationView, evaluationView } from '@assay/contracts'
import type { Person } from './person.ts'

/** Reads the submitted protocol and locks it. */
export async function lock(reviewer: Person, evaluationId: string): Promise<EvaluationView> {
  await reviewer.get(`/api/evaluations/${evaluationId}`, evaluationView)
  return reviewer.post(`/api/evaluations/${evaluationId}/lock`, {}, evaluationView)
}
