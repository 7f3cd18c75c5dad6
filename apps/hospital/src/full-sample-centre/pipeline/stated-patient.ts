import type { ListedPatient } from '@assay/categories'
import type { Pseudonymiser } from '@assay/formats'

/** Whose something is as `patients.tsv` says, and whether what it says may stand in the index. */
export type StatedPatient = ListedPatient & { readonly isNeutral: boolean }

/** The patient as the index knows it: a word of a table that was not declared neutral may be a name, and gives way to a pseudonym of it. */
export function statedPatient(pseudonyms: Pseudonymiser, { patient, isNeutral }: StatedPatient): string {
  return isNeutral ? patient : pseudonyms.patient({ issuer: 'patients.tsv', id: patient })
}
