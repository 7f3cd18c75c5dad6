import type { CriteriaTree, ProtocolDraft } from '@assay/contracts'
import { leastSites } from '@assay/report/document'

/** Procedures that the form offers; others are declared through the interface for programs, and kept as they are. */
export const procedures = ['none', 'holm', 'hochberg', 'fixed-sequence'] as const
export type Procedure = (typeof procedures)[number] | 'declared'

/** What an applicant has said of inference. */
export interface PlanForm {
  readonly target: ProtocolDraft['target']
  readonly wayOfRunning: NonNullable<ProtocolDraft['wayOfRunning']>
  readonly sampling: NonNullable<ProtocolDraft['sampling']>
  readonly procedure: Procedure
  /** One-sided; no number while it is being written. */
  readonly familywiseAlpha: number
  /** A procedure of an earlier draft that the form has no fields for. */
  readonly declared?: NonNullable<ProtocolDraft['multiplicity']> | undefined
}

/** What still keeps a plan from being saved. */
export type PlanFault = { key: 'alpha' } | { key: 'sites'; least: number }

/** A plan as an earlier draft has it, or as most are. */
export function beginPlan(draft: ProtocolDraft | undefined): PlanForm {
  const { target = 'these-hospitals', sampling = 'consecutive', wayOfRunning = 'package', multiplicity } = draft ?? {}
  const kind = kindOf(multiplicity)
  return {
    target,
    sampling,
    wayOfRunning,
    familywiseAlpha: multiplicity?.alpha ?? 0.025,
    procedure: kind,
    declared: kind === 'declared' ? multiplicity : undefined,
  }
}

/** What a plan adds to a draft. @param criteria ids, in the protocol's order */
export function planOf(
  { target, sampling, wayOfRunning, procedure, familywiseAlpha, declared }: PlanForm,
  criteria: readonly string[],
): Pick<ProtocolDraft, 'target' | 'sampling' | 'wayOfRunning' | 'multiplicity'> {
  const plan = { target, sampling, wayOfRunning }
  if (procedure === 'none' || criteria.length < 2) return plan
  if (procedure === 'declared') return declared ? { ...plan, multiplicity: declared } : plan
  return {
    ...plan,
    multiplicity: { alpha: familywiseAlpha, procedure: { kind: procedure, hypotheses: [...criteria] } },
  }
}

/** What keeps a plan from being carried out. */
export function planFaults(
  { target, procedure, familywiseAlpha }: PlanForm,
  { leastHospitals, criteria }: { readonly leastHospitals: number; readonly criteria: CriteriaTree },
): PlanFault[] {
  const faults: PlanFault[] = []
  if (target === 'hospitals-like-these' && leastHospitals < leastSites) faults.push({ key: 'sites', least: leastSites })
  const isTested = procedure !== 'none' && procedure !== 'declared' && 'op' in criteria
  if (isTested && !(familywiseAlpha > 0 && familywiseAlpha < 0.5)) faults.push({ key: 'alpha' })
  return faults
}

function kindOf(multiplicity: ProtocolDraft['multiplicity']): Procedure {
  if (!multiplicity) return 'none'
  const { kind, weights } = multiplicity.procedure as { kind?: string; weights?: unknown }
  return procedures.find((known) => known === kind && weights === undefined) ?? 'declared'
}
