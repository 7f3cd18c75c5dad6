import { accessMigrations } from '@assay/access'
import { ledgerMigrations } from '@assay/ledger'
import { identityMigrations, linkMigrations } from '@assay/link'
import type { Kysely, Migration } from '@assay/store'
import { type AnnotatedCentreTables, annotatedCentreMigrations } from './annotated-centre/annotated-centre-tables.ts'
import { type ApplianceTables, applianceMigrations } from './evaluation-centre/appliances/appliance-tables.ts'
import {
  type EvaluationCentreTables,
  evaluationCentreMigrations,
} from './evaluation-centre/evaluation-centre-tables.ts'
import { type ResultsFileTables, resultsFileMigrations } from './evaluation-centre/results-files/results-file-tables.ts'
import {
  type DistributionTables,
  distributionMigrations,
} from './full-sample-centre/distributions/distribution-tables.ts'
import { fullSampleMigrations } from './full-sample-centre/full-sample-migrations.ts'
import type { FullSampleTables } from './full-sample-centre/full-sample-tables.ts'
import { type LinkageTables, linkageMigrations } from './full-sample-centre/linkage/linkage-tables.ts'
import {
  type SignedPassportTables,
  signedPassportMigrations,
} from './full-sample-centre/passports/signed-passport-tables.ts'
import { type HubTables, hubMigrations } from './hub-link/hub-tables.ts'
import { type ReleaseGateTables, releaseGateMigrations } from './release-gate/release-gate-tables.ts'

/** Every table that the node's own code asks by name. */
export type HospitalTables = FullSampleTables &
  AnnotatedCentreTables &
  EvaluationCentreTables &
  ApplianceTables &
  ResultsFileTables &
  ReleaseGateTables &
  LinkageTables &
  DistributionTables &
  SignedPassportTables &
  HubTables

/** The node's database, or a transaction in it. */
export type HospitalDb = Kysely<HospitalTables>

/** All migrations of a node's database. */
export const hospitalMigrations: readonly Migration[] = [
  ...accessMigrations,
  ...ledgerMigrations,
  ...linkMigrations,
  ...identityMigrations('hospital'),
  ...hubMigrations,
  ...fullSampleMigrations,
  ...annotatedCentreMigrations,
  ...evaluationCentreMigrations,
  ...releaseGateMigrations,
  ...linkageMigrations,
  ...distributionMigrations,
  ...signedPassportMigrations,
  ...applianceMigrations,
  ...resultsFileMigrations,
]
