import type { Account } from '@assay/contracts'
import type { EvaluationRow } from './evaluation-tables.ts'

/**
 * Whether an account may read the report with its released summaries: reviewers and operators, and the vendor where all
 * sets are public or synthetic. What hospitals release about patients is for the reviewing centre alone.
 */
export function mayReadReport({ role }: Account, { protocol }: Pick<EvaluationRow, 'protocol'>): boolean {
  if (role === 'reviewer' || role === 'operator') return true
  return protocol?.hospitals.every(({ provenance }) => provenance !== 'patients') ?? false
}
