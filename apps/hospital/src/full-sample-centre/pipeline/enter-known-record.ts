import { AssayError } from '@assay/contracts'
import { addReadings, newReadings } from '../../annotated-centre/add-readings.ts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { CaseRow, IntakeRunRow } from '../full-sample-tables.ts'
import { markForCheck } from '../index/enter-studies.ts'
import { noteStated } from '../index/note-stated.ts'
import { type Content, enterStudy } from './record-study.ts'

/**
 * A record that is a case already may come with more: the tables of its folder say more of the patient, or there are readings that it did
 * not have. Its signal and its reference are the same.
 * @throws AssayError record-of-another-provenance, record-of-another-patient, object-differs, readings-after-sealing
 */
export async function enterKnownRecord(
  transaction: HospitalDb,
  hospital: Hospital,
  run: IntakeRunRow,
  known: CaseRow,
  content: Content,
): Promise<void> {
  assertSame(known, run, content)
  await addNewReadings(transaction, hospital, run, known, content)
  const { study_id: studyId } = known
  const { stated } = content
  if (!stated || studyId === null) return
  const restated = await noteStated(transaction, [{ studyId, ...stated }])
  await markForCheck(transaction, restated, { run, checkAfter: hospital.clock() })
}

/** The same bytes must not come under a second patient, nor under a provenance that another policy holds for. */
function assertSame(known: CaseRow, run: IntakeRunRow, { record: { name, patient } }: Content): void {
  if (known.provenance !== run.provenance) throw new AssayError('record-of-another-provenance', { where: name })
  if (known.patient !== patient) throw new AssayError('record-of-another-patient', { where: name })
}

async function addNewReadings(
  transaction: HospitalDb,
  hospital: Hospital,
  run: IntakeRunRow,
  { id }: CaseRow,
  content: Content,
): Promise<void> {
  const readings = content.files.filter(({ role }) => role === 'reading')
  const added = await newReadings(transaction, { id, where: content.record.name }, readings)
  if (added.length === 0) return
  await enterStudy(transaction, hospital, run, { ...content, files: added, uid: id })
  await addReadings(transaction, id, added)
}
