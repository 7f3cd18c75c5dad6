import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type AnswerOutcome, type ApplianceSettings, AssayError } from '@assay/contracts'
import { createListener, type DicomListener } from '../../../full-sample-centre/listener/dicom-listener.ts'
import type { Hospital } from '../../../hospital.ts'
import { logFault } from '../../../log-fault.ts'
import { countAnswer } from '../appliance-store.ts'
import type { ArrivedAnswer } from './read-answer.ts'
import { takeAnswer } from './take-answer.ts'

/** More than any answer about one case. */
export const mostAnswerBytes = 512 * 2 ** 20

/** Outcomes of objects that an appliance is told it need not send again. */
export const acknowledged: readonly AnswerOutcome[] = ['taken', 'sent-again', 'picture-kept', 'differs', 'late']

/**
 * A listener for the answers of one appliance, off: under the node's title for it, for its own title and addresses alone. An object is
 * acknowledged when it is kept, and refused where it answers nothing.
 */
export function createAnswerListener(hospital: Hospital, name: string): DicomListener {
  return createListener(join(hospital.directory, 'appliances', name), {
    clock: hospital.clock,
    newDraft: hospital.blobs.newDraft,
    keep: async (_title, { draft, size }) => {
      const isHuge = size > mostAnswerBytes
      const outcome = isHuge ? await refuseHuge(hospital, name) : await takeAnswer(hospital, name, await read(draft))
      if (!acknowledged.includes(outcome)) throw new AssayError('appliance-answer-refused', { outcome })
      await rm(draft, { force: true })
    },
    askCommitment: () => Promise.reject(new AssayError('appliance-answer-refused', { outcome: 'wrong-kind' })),
    onFault: (error) => logFault(hospital.log, error, { appliance: name }, 'answer not taken'),
  })
}

async function read(draft: string): Promise<ArrivedAnswer> {
  return { form: 'dicom', bytes: await readFile(draft) }
}

/** Nothing of it is read. */
async function refuseHuge(hospital: Hospital, name: string): Promise<AnswerOutcome> {
  await countAnswer(hospital, name, 'unreadable')
  return 'unreadable'
}

/** Settings of the listener of an appliance. Throws `appliance-listener-failed` where it can not listen. */
export async function listenFor(listener: DicomListener, { name, addresses, listener: given }: ApplianceSettings) {
  if (!given) return
  const { host, port, called, calling, tls } = given
  await listener.apply({
    enabled: true,
    host,
    port,
    tls,
    titles: [{ aeTitle: called, category: name, provenance: 'synthetic' }],
    peers: [
      { aeTitle: calling, address: addresses.length === 1 ? singleAddress(addresses[0]!) : null, commitment: null },
    ],
  })
  const { failure } = await listener.status()
  if (failure) throw new AssayError('appliance-listener-failed', { appliance: name, reason: failure.code, port })
}

/** A network is no address. */
function singleAddress(address: string): string | null {
  return address.includes('/') ? null : address
}
