import { accessMigrations } from '@assay/access'
import { ledgerMigrations } from '@assay/ledger'
import { identityMigrations, linkMigrations } from '@assay/link'
import type { Kysely, Migration } from '@assay/store'
import { type DataPlatformTables, dataPlatformMigrations } from './data-platform/data-platform-tables.ts'
import { type DistributionTables, distributionMigrations } from './data-platform/distributions/distribution-tables.ts'
import { type LinkageTables, linkageMigrations } from './data-platform/linkage/linkage-tables.ts'
import { type EvaluationServiceTables, evaluationServiceMigrations } from './evaluation-service/evaluation-tables.ts'

/** Every table that the hub's own code asks by name. */
export type HubTables = DataPlatformTables & LinkageTables & DistributionTables & EvaluationServiceTables

/** The hub's database, or a transaction in it. */
export type HubDb = Kysely<HubTables>

/** All migrations of a hub's database. */
export const hubMigrations: readonly Migration[] = [
  ...accessMigrations,
  ...ledgerMigrations,
  ...linkMigrations,
  ...identityMigrations('hub'),
  ...dataPlatformMigrations,
  ...evaluationServiceMigrations,
  ...linkageMigrations,
  ...distributionMigrations,
]
