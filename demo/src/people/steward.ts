import { setTimeout as wait } from 'node:timers/promises'
import {
  deskEvaluation,
  deskEvaluationView,
  type HospitalEvaluationState,
  intakeRun,
  nodeStatus,
  type Provenance,
  releasePreview,
  testSetAnnouncement,
} from '@assay/contracts'
import { z } from 'zod'
import type { Person } from './person.ts'

/** Joins the hospital to the hub with the operator's invitation, unless it has joined. */
export async function joinHub(
  steward: Person,
  invite: () => Promise<{ hubUrl: string; code: string; hubKeyId: string }>,
): Promise<void> {
  const { hub } = await steward.get('/api/node', nodeStatus)
  if (!hub) await steward.post('/api/enrolment', await invite(), nodeStatus)
}

/** Takes in the folder that the hospital's systems exported, and waits until it is done. */
export async function takeIn(
  steward: Person,
  folder: string,
  category: string,
  provenance: Provenance,
): Promise<z.infer<typeof intakeRun>> {
  let run = await steward.post('/api/intake', { folder, category, provenance }, intakeRun)
  const id = run.id
  while (run.state === 'running') {
    await wait(150)
    const runs = await steward.get('/api/intake', z.array(intakeRun))
    run = runs.find((one) => one.id === id) ?? run
  }
  if (run.state === 'failed') throw new Error(`intake of ${run.source} failed; the hospital's log says why`)
  return run
}

/** Seals what an intake brought into a test set. */
export async function seal(
  steward: Person,
  category: string,
  task: string,
  intake: string,
): Promise<z.infer<typeof testSetAnnouncement>> {
  return steward.post('/api/test-sets', { category, task, intakes: [intake] }, testSetAnnouncement)
}

/** How an evaluation stands at this hospital; undefined until the request has arrived. */
export async function findEvaluation(
  steward: Person,
  evaluationId: string,
): Promise<z.infer<typeof deskEvaluation> | undefined> {
  const evaluations = await steward.get('/api/evaluations', z.array(deskEvaluation))
  return evaluations.find((one) => one.evaluationId === evaluationId)
}

/** Reads the request as the approval page shows it, and approves. */
export async function approve(steward: Person, evaluationId: string): Promise<HospitalEvaluationState> {
  await steward.get(`/api/evaluations/${evaluationId}`, deskEvaluationView)
  const approved = await steward.post(`/api/evaluations/${evaluationId}/approve`, {}, deskEvaluationView)
  return approved.state
}

/** Reads what will leave as the release page shows it, and signs exactly that. */
export async function signRelease(steward: Person, evaluationId: string): Promise<HospitalEvaluationState> {
  const { sha256 } = await steward.get(`/api/evaluations/${evaluationId}/release`, releasePreview)
  const signed = await steward.post(`/api/evaluations/${evaluationId}/release`, { sha256 }, deskEvaluationView)
  return signed.state
}
