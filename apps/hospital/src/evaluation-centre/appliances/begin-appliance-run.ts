import { type ApplianceAnswer, AssayError, type DeviceManifest } from '@assay/contracts'
import { jsonb } from '@assay/store'
import type { DicomListener } from '../../full-sample-centre/listener/dicom-listener.ts'
import type { Hospital } from '../../hospital.ts'
import type { EvaluationRow } from '../evaluation-centre-tables.ts'
import { createAnswerListener, listenFor } from './answers/answer-listener.ts'
import { applianceFor, readSecrets } from './appliance-store.ts'
import type { Receiver } from './sending/send-case.ts'

/** A run over an appliance: whom cases are sent to, under which secret, and how answers are read. */
export interface ApplianceRun {
  readonly receiver: Receiver
  /** Hexadecimal. */
  readonly secret: string
  readonly answers: readonly ApplianceAnswer[]
  readonly manifest: DeviceManifest
  readonly listener: DicomListener
}

/**
 * Begins a run over the appliance of the protocol's device, or takes it up again with the secret that it was begun with, and listens for
 * its answers. Throws `appliance-missing`, `appliance-listener-failed`; `protocol-mismatch` for a device that is no appliance.
 */
export async function beginApplianceRun(
  hospital: Hospital,
  { id, protocol }: EvaluationRow,
  manifest: DeviceManifest,
): Promise<ApplianceRun> {
  const { program } = manifest
  if (!('appliance' in program)) throw new AssayError('protocol-mismatch', { where: 'device' })
  const appliance = await applianceFor(hospital.db, protocol)
  const { answers } = program.appliance
  const begun = {
    evaluation_id: id,
    appliance: appliance.name,
    secret: Buffer.from(hospital.random(32)).toString('hex'),
    answers: jsonb([...answers]),
    begun_at: hospital.clock().toISOString(),
  }
  await hospital.db
    .insertInto('appliance_runs')
    .values(begun)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { secret } = await hospital.db
    .selectFrom('appliance_runs')
    .select('secret')
    .where('evaluation_id', '=', id)
    .executeTakeFirstOrThrow()
  const receiver = { appliance, secrets: await readSecrets(hospital, appliance.name) } as Receiver
  const listener = createAnswerListener(hospital, appliance.name)
  await listenFor(listener, appliance)
  return { receiver, secret, answers, manifest, listener }
}
