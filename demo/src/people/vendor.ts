import {
  type Device,
  device,
  type EvaluationView,
  evaluationView,
  type ProtocolDraft,
  type TrainingStatement,
} from '@assay/contracts'
import { sha256 } from '@assay/signing'
import { z } from 'zod'
import type { Person } from './person.ts'

/** Registers the device's package, unless this very package is registered. */
export async function registerDevice(vendor: Person, packageBytes: Uint8Array): Promise<Device> {
  const digest = sha256(packageBytes)
  const known = await vendor.get('/api/devices', z.array(device))
  const same = known.find((one) => one.packageDigest === digest)
  return same ?? vendor.upload('/api/devices', packageBytes, 'application/x-tar', device)
}

/** Declares what a device version was trained with. */
export async function declareTraining(vendor: Person, deviceId: string, statement: TrainingStatement): Promise<Device> {
  return vendor.post('/api/training-declarations', { deviceId, ...statement }, device)
}

/** Writes the application down as a draft. */
export async function draftEvaluation(vendor: Person, deviceId: string, draft: ProtocolDraft): Promise<EvaluationView> {
  return vendor.post('/api/evaluations', { deviceId, draft }, evaluationView)
}

/** Submits the draft to the reviewing centre. */
export async function submit(vendor: Person, evaluationId: string): Promise<EvaluationView> {
  return vendor.post(`/api/evaluations/${evaluationId}/submit`, {}, evaluationView)
}
