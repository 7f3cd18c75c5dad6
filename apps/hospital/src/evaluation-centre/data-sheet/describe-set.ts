import type { QualityPassport, TrainingDeclaration } from '@assay/contracts'
import type { CaseLabels, SetSubject } from '@assay/governance'
import type { StudyRow } from '../../full-sample-centre/full-sample-tables.ts'
import { noDate } from '../../full-sample-centre/index/no-date.ts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { TestSetRow } from '../evaluation-centre-tables.ts'
import { patientsOfContents } from '../training/patients-of-contents.ts'

type Case = SetSubject['cases'][number]

/** A sealed set as rules of use see it, with the passport of each case's study, in the same order. */
export interface DescribedSet {
  readonly subject: SetSubject
  readonly passports: readonly (QualityPassport | undefined)[]
}

/**
 * Gathers what the node knows of a sealed set. What it does not know (a stratum, labels) is left out or empty.
 * @param declared what devices were trained with, to hold the set against
 */
export async function describeSet(
  { db, clock, identity }: Pick<Hospital, 'db' | 'clock' | 'identity'>,
  set: TestSetRow,
  declared: readonly TrainingDeclaration[],
): Promise<DescribedSet> {
  const members = await membersOf(db, set.id)
  const contents = await contentsOf(db, set.id)
  const exposures = await exposuresOf(db, set.id)
  const disclosures = await disclosuresOf(db, set.id)
  const cases = members.map(
    (member): Case => ({
      ...{ id: member.id, patient: member.patient, hospital: identity.id, device: deviceOf(member) },
      ...{ name: member.name, strata: strataOf(member) },
      ...{ hasReference: member.source !== null, labels: member.labels ?? undefined },
      ...{
        examinedAt: dateOf(member),
        contents: contents.get(member.id) ?? [],
        exposures: exposures.get(member.id) ?? [],
        disclosures: disclosures.get(member.id) ?? [],
      },
    }),
  )
  const subject: SetSubject = {
    ...{ id: set.id, category: set.category, manifestHash: set.manifest_hash, cases, target: set.target },
    training: await Promise.all(declared.map((one) => trainedWith(db, set.id, one))),
    institutions: [identity.name],
    ...{ sealedAt: set.sealed_at, expiresOn: set.expires_on ?? undefined, today: clock().toISOString() },
  }
  return { subject, passports: members.map(({ passport }) => passport ?? undefined) }
}

type Member = Partial<
  Pick<StudyRow, 'modality' | 'manufacturer' | 'model' | 'body_part' | 'sex' | 'age_band' | 'study_date' | 'passport'>
> & {
  id: string
  name: string
  patient: string
  source: string | null
  labels: CaseLabels | null
}

function membersOf(db: HospitalDb, testSetId: string): Promise<Member[]> {
  return db
    .selectFrom('test_set_cases as member')
    .innerJoin('cases', 'cases.id', 'member.case_id')
    .leftJoin('reference_standards as reference', 'reference.case_id', 'cases.id')
    .leftJoin('case_labels', 'case_labels.case_id', 'cases.id')
    .leftJoin('studies', 'studies.id', 'cases.study_id')
    .select([
      'cases.id',
      'cases.name',
      'cases.patient',
      'case_labels.labels',
      'reference.source',
      'studies.modality',
      'studies.manufacturer',
    ])
    .select([
      'studies.model',
      'studies.body_part',
      'studies.sex',
      'studies.age_band',
      'studies.study_date',
      'studies.passport',
    ])
    .where('member.test_set_id', '=', testSetId)
    .orderBy('cases.id')
    .execute() as Promise<Member[]>
}

function deviceOf({ manufacturer, model }: Member): string {
  return [manufacturer, model].filter(Boolean).join(' ')
}

function strataOf({ sex, age_band, modality, manufacturer, body_part }: Member): Record<string, string> {
  return {
    ...{ sex: sex ?? '', 'age-band': age_band ?? '', modality: modality ?? '', manufacturer: manufacturer ?? '' },
    ...(body_part ? { 'body-part': body_part } : {}),
  }
}

function dateOf({ study_date }: Member): string | undefined {
  return study_date && study_date !== noDate ? study_date : undefined
}

async function trainedWith(
  db: HospitalDb,
  testSetId: string,
  { device, dataSets, contents }: TrainingDeclaration,
): Promise<SetSubject['training'][number]> {
  const hashes = new Set(contents)
  return { device, dataSets, contents: hashes, patients: await patientsOfContents(db, testSetId, hashes) }
}

/** Hashes of what a device is shown, by case: of the pixel data where there are any, since a file's own changes as it is de-identified. */
async function contentsOf(db: HospitalDb, testSetId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('test_set_cases as member')
    .innerJoin('case_files', 'case_files.case_id', 'member.case_id')
    .leftJoin('instances', 'instances.sha256', 'case_files.sha256')
    .select('case_files.case_id')
    .select((build) => build.fn.coalesce('instances.pixel_sha256', 'case_files.sha256').as('sha256'))
    .distinct()
    .where('member.test_set_id', '=', testSetId)
    .where('case_files.role', 'not in', ['reference', 'reading'])
    .execute()
  return new Map(
    [...Map.groupBy(rows, ({ case_id }) => case_id)].map(([id, files]) => [id, files.map((one) => one.sha256)]),
  )
}

/** Device families (vendor and name) that have met each case, failed and abandoned runs too. */
async function exposuresOf(db: HospitalDb, testSetId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('test_set_cases as member')
    .innerJoin('case_attempts', 'case_attempts.case_id', 'member.case_id')
    .innerJoin('evaluations', 'evaluations.id', 'case_attempts.evaluation_id')
    .select(['member.case_id', 'evaluations.protocol'])
    .where('member.test_set_id', '=', testSetId)
    .execute()
  const families = Map.groupBy(rows, ({ case_id }) => case_id)
  return new Map(
    [...families].map(([id, some]) => [
      id,
      [...new Set(some.map(({ protocol: { device } }) => `${device.vendor} ${device.name}`))],
    ]),
  )
}

/** Vendors that were shown each case, by the exposure ledger. */
async function disclosuresOf(db: HospitalDb, testSetId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('test_set_cases as member')
    .innerJoin('disclosures', 'disclosures.case_id', 'member.case_id')
    .select(['member.case_id', 'disclosures.vendor'])
    .distinct()
    .where('member.test_set_id', '=', testSetId)
    .execute()
  const vendors = Map.groupBy(rows, ({ case_id }) => case_id)
  return new Map([...vendors].map(([id, some]) => [id, some.map(({ vendor }) => vendor)]))
}
