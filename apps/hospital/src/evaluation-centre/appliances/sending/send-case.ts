import { setTimeout as pause } from 'node:timers/promises'
import { AssayError } from '@assay/contracts'
import type { Hospital } from '../../../hospital.ts'
import type { ApplianceSecrets } from '../appliance-store.ts'
import type { SentObject } from './neutral-copies.ts'
import { type DicomAppliance, notSupported, type Stored, storeOverDicom } from './store-over-dicom.ts'
import { storeOverWeb, type WebAppliance } from './store-over-web.ts'

/** Whom a case is sent to. */
export interface Receiver {
  readonly appliance: DicomAppliance | WebAppliance
  readonly secrets: ApplianceSecrets
}

/** A case as it was sent: wholly, or refused by the appliance for good, with the status that it gave. */
export type Sent = { isTaken: true } | { isTaken: false; status: number }

/**
 * Sends the objects of a case until the appliance has acknowledged every one: what it has not is sent again, under the same UIDs, after
 * pauses that double. A refusal of an object's content, which no repetition mends, ends it at once; so does an appliance that does not
 * speak the objects' kind or transfer syntax, which is for a steward to mend.
 * @throws AssayError appliance-unreachable when the attempts are used up: a fault of the infrastructure, never of the device
 */
export async function sendCase(
  hospital: Pick<Hospital, 'random'>,
  { appliance, secrets }: Receiver,
  objects: readonly SentObject[],
  { onAttempt, signal }: { onAttempt: () => Promise<void>; signal: AbortSignal },
): Promise<Sent> {
  let left = [...objects]
  let reason: string | number = 'nothing-answered'
  for (let attempt = 0; attempt < appliance.attempts; attempt += 1) {
    if (attempt > 0) await pause(appliance.pauseSeconds * 1000 * 2 ** (attempt - 1), undefined, { signal })
    await onAttempt()
    const answered = await store(hospital, { appliance, secrets }, left, signal).catch((error: unknown) => {
      if (!(error instanceof AssayError) || error.code !== 'appliance-unreachable') throw error
      reason = error.parameters.reason ?? reason
      return []
    })
    if (answered.some(({ status }) => status === notSupported))
      throw new AssayError('appliance-unreachable', { reason: 'transfer-syntax-refused' })
    const refusal = answered.find(({ status }) => !isTaken(status) && !isPassing(status))
    if (refusal) return { isTaken: false, status: refusal.status }
    const taken = new Set(answered.filter(({ status }) => isTaken(status)).map(({ sopInstance }) => sopInstance))
    left = left.filter(({ sopInstance }) => !taken.has(sopInstance))
    if (left.length === 0) return { isTaken: true }
    const passing = answered.find(({ status }) => isPassing(status))
    if (passing) reason = `status ${passing.status.toString(16).toUpperCase()}`
  }
  throw new AssayError('appliance-unreachable', { reason })
}

function store(
  { random }: Pick<Hospital, 'random'>,
  { appliance, secrets }: Receiver,
  objects: readonly SentObject[],
  signal: AbortSignal,
): Promise<Stored[]> {
  if (appliance.way.kind === 'dicom') return storeOverDicom(appliance as DicomAppliance, secrets, objects, signal)
  const boundary = Buffer.from(random(16)).toString('hex')
  return storeOverWeb(appliance as WebAppliance, secrets, objects, { boundary, signal })
}

/** Success, warnings (Bxxx, 0001), and a duplicate (0111): the appliance has it from before. Source: DICOM PS3.4 B.2.3, PS3.7 C. */
function isTaken(status: number): boolean {
  return status === 0 || status === 1 || status === 0x0111 || status >> 12 === 0xb
}

/** Out of resources (A7xx), processing failure (0110): it may be otherwise later. */
function isPassing(status: number): boolean {
  return status >> 8 === 0xa7 || status === 0x0110
}
