import { type CaseFile, findCategory } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import type { CaseLabels } from '@assay/governance'
import { jsonb } from '@assay/store'
import { readCaseFiles } from '../full-sample-centre/pipeline/intake-store.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { logFault } from '../log-fault.ts'

/**
 * What is known of the labels of a case's files, which were checked; undefined where its category has nothing to say, and after a fault of
 * the program, which is logged: a case is a case without it.
 * @throws AssayError as the readers of its files
 */
export function labelsOf(
  { log }: Pick<Hospital, 'log'>,
  category: string,
  { id, files }: { id: string; files: readonly CaseFile[] },
): CaseLabels | undefined {
  try {
    return findCategory(category)?.describeLabels?.(files)
  } catch (error) {
    if (error instanceof AssayError) throw error
    logFault(log, error, { id }, 'labels not described')
    return undefined
  }
}

/** Writes down what is known of a case's labels; undefined forgets what was known. */
export async function noteLabels(
  transaction: HospitalDb,
  caseId: string,
  labels: CaseLabels | undefined,
): Promise<void> {
  await transaction.deleteFrom('case_labels').where('case_id', '=', caseId).execute()
  if (!labels) return
  await transaction
    .insertInto('case_labels')
    .values({ case_id: caseId, labels: jsonb(labels) })
    .execute()
}

/** Looks at the labels of a category's cases that were not looked at when they came: of earlier versions, or with readings since. */
export async function collectLabels(hospital: Hospital, category: string): Promise<void> {
  if (!findCategory(category)?.describeLabels) return
  const cases = await hospital.db
    .selectFrom('cases')
    .leftJoin('case_labels', 'case_labels.case_id', 'cases.id')
    .select('cases.id')
    .where('cases.category', '=', category)
    .where('case_labels.case_id', 'is', null)
    .execute()
  for (const { id } of cases) {
    const files = await readCaseFiles(hospital.db, hospital.blobs, id)
    await noteLabels(
      hospital.db,
      id,
      readable(() => labelsOf(hospital, category, { id, files })),
    )
  }
}

/** A case whose files can no longer be read is sealed, or refused, by the rules that speak of that. */
function readable(read: () => CaseLabels | undefined): CaseLabels | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof AssayError) return undefined
    throw error
  }
}
