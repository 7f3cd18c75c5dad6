import type { IntegrationSubject } from '@assay/governance'
import type { BlobStore } from '@assay/store'
import type { InstanceRow } from '../full-sample-tables.ts'

type Statement = IntegrationSubject['statements'][number]

/**
 * What the headers of WFDB records say of the patient, in the comments `Age` and `Sex` that de-identification leaves there: of several
 * segments each its own.
 */
export async function statementsOfRecord(blobs: BlobStore, files: readonly InstanceRow[]): Promise<Statement[]> {
  const headers = files.filter(({ role }) => role.endsWith('-header'))
  const said = await Promise.all(
    headers.map(async ({ uid, sha256 }) => statementOf(uid, Buffer.from(await blobs.read(sha256)).toString('latin1'))),
  )
  return said.filter(({ age, sex }) => age !== undefined || sex !== undefined)
}

function statementOf(file: string, header: string): Statement {
  const age = /^#Age: (\d{1,3})$/m.exec(header)?.[1]
  const sex = /^#Sex: ([FM])$/m.exec(header)?.[1]
  return {
    source: 'image',
    file,
    ...(age === undefined ? {} : { age: Number(age) }),
    ...(sex === undefined ? {} : { sex }),
  }
}
