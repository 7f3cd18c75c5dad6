import type { Migration } from '@assay/store'

/** The reference standard of each case: which file, by hash, and where it came from. */
export const annotatedCentreMigrations: readonly Migration[] = [
  {
    name: 'hospital-4-annotated',
    up: `create table reference_standards (
      case_id uuid primary key references cases, sha256 text not null, source text not null
    )`,
  },
]

export interface AnnotatedCentreTables {
  reference_standards: {
    case_id: string
    sha256: string
    /** `with-the-data`: it came with the record, from whoever published it. */
    source: 'with-the-data'
  }
}
