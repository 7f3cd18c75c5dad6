import { join } from 'node:path'
import type { RuleSet } from '@assay/contracts'
import { startImageDecoders } from '@assay/formats'
import { ownRuleSets, readRuleSets } from '@assay/governance'
import type { Hospital } from '../hospital.ts'
import { logFault } from '../log-fault.ts'
import { openInbox } from './inbox/inbox.ts'
import { createExaminer } from './index/examiner.ts'
import { createListener } from './listener/dicom-listener.ts'
import { readListenerSettings } from './listener/listener-store.ts'
import { askCommitment } from './listener/storage-commitments.ts'
import { handleOf } from './pipeline/handle.ts'
import { createPreparer } from './pipeline/preparer.ts'
import { clearAllStopped } from './pipeline/stop-intake.ts'
import { openQuarantineFiles } from './quarantine/quarantine-files.ts'
import { tidyQuarantine } from './quarantine/quarantine-store.ts'
import { tidyUploads } from './upload/upload-places.ts'

type Surroundings = Pick<
  Hospital,
  'db' | 'directory' | 'blobs' | 'institutionKey' | 'clock' | 'random' | 'log' | 'wakeIntake'
>

/** The parts of the full-sample centre that are open as long as the node is. */
export type FullSample = Pick<
  Hospital,
  | 'inbox'
  | 'quarantine'
  | 'preparer'
  | 'examiner'
  | 'decoding'
  | 'photographs'
  | 'outputs'
  | 'handleKey'
  | 'listener'
  | 'ruleSets'
> & {
  readonly close: () => Promise<void>
}

/** Opens the full-sample centre, tidies up after a kill, and listens if it was told to. */
export async function openFullSample(
  surroundings: Surroundings,
  ruleSets: readonly RuleSet[] = readRuleSets(ownRuleSets),
): Promise<FullSample> {
  const { db, directory, blobs, institutionKey, random, log, wakeIntake } = surroundings
  const quarantine = await openQuarantineFiles(
    join(directory, 'quarantine'),
    institutionKey.derive('quarantine'),
    random,
  )
  await tidyQuarantine(db, quarantine)
  await tidyUploads(surroundings)
  const inbox = await openInbox(join(directory, 'inbox'), surroundings)
  await clearAllStopped({ ...surroundings, inbox })
  const handleKey = institutionKey.derive('intake-handles')
  const preparer = createPreparer({ blobs, key: institutionKey.derive('deidentification') })
  const examiner = createExaminer(blobs.folder, ruleSets)
  const { close: closeDecoders, ...decoders } = startImageDecoders()
  const listener = createListener(join(directory, 'listener'), {
    newDraft: inbox.newDraft,
    clock: surroundings.clock,
    keep: async ({ aeTitle: title, category, provenance }, { draft, size, sha256, peer }) => {
      const item = handleOf(handleKey, 'object', sha256)
      await inbox.receive({ draft, size, item, intake: { title, category, provenance, peer } })
      wakeIntake()
    },
    askCommitment: (title, peer, dataset) => askCommitment(surroundings, title, peer, dataset),
    onFault: (error) => logFault(log, error, {}, 'listener: object not received'),
  })
  await listener.apply(await readListenerSettings(db))
  const close = async () => {
    await listener.close()
    await preparer.close()
    await examiner.close()
    closeDecoders()
  }
  return { inbox, quarantine, preparer, examiner, ...decoders, handleKey, listener, ruleSets, close }
}
