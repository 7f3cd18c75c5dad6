import type { Protocol } from '@assay/contracts'
import type { EvaluationRow } from './evaluation-tables.ts'

/** An evaluation with a locked protocol, seen by one hospital that has a part in it. */
export interface LockedEvaluation {
  readonly id: string
  readonly protocol: Protocol
  readonly protocolHash: string
  /** Where the protocol meets the hospital. */
  readonly place: Protocol['hospitals'][number]
}

/** A hospital has a part only in evaluations whose protocol is locked and names it. */
export function lockedEvaluation({ id, protocol, protocol_hash }: EvaluationRow, hospitalId: string): LockedEvaluation {
  const place = protocol?.hospitals.find((one) => one.hospitalId === hospitalId)
  if (!protocol || !protocol_hash || !place) throw new Error(`Evaluation ${id} has no protocol for ${hospitalId}`)
  return { id, protocol, protocolHash: protocol_hash, place }
}
