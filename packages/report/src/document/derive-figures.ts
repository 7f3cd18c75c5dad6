import type { Protocol, ReleasePayload } from '@assay/contracts'
import { type CriteriaVerdict, type CriterionOutcome, decide, findEstimator, type SiteRelease } from '@assay/statistics'
import type { ReportEndpoint } from './report-document.ts'

/** A hospital's release, its signature checked by whoever calls. */
export interface HospitalRelease {
  hospitalId: string
  payload: ReleasePayload
}

/** Every figure, outcome and verdict of a report. */
export interface DerivedFigures {
  endpoints: ReportEndpoint[]
  criteria: CriterionOutcome[]
  verdict: CriteriaVerdict
}

/**
 * Merges what the hospitals released, estimates every endpoint, and holds the figures against the locked criteria. The
 * hub makes the report with it, and verification makes the same figures again: the same bits, in any order of releases.
 * @param withheld hospitals that ran and then let nothing out: what they know is missing from every figure, which is why
 *   no figure over all hospitals can be estimated.
 * @throws RangeError for an estimator that there isn't; ZodError for a release that isn't one of its estimator
 */
export function deriveFigures(
  protocol: Protocol,
  releases: readonly HospitalRelease[],
  withheld: readonly string[],
): DerivedFigures {
  const endpoints = protocol.endpoints.map((endpoint) => deriveEndpoint(endpoint, releases, withheld))
  const figuresOf = (id: string) => endpoints.find(({ endpoint }) => endpoint === id)?.figures ?? []
  const { outcomes, verdict } = decide(protocol.criteria, figuresOf)
  return { endpoints, criteria: outcomes, verdict }
}

function deriveEndpoint(
  { id, estimator: name, version, parameters }: Protocol['endpoints'][number],
  releases: readonly HospitalRelease[],
  withheld: readonly string[],
): ReportEndpoint {
  const estimator = findEstimator(name, version)
  if (!estimator) throw new RangeError(`no estimator ${name} ${version}`)
  const parts: SiteRelease[] = releases.map(({ hospitalId, payload }) => ({
    site: hospitalId,
    released: estimator.readReleased(payload.endpoints.find(({ endpoint }) => endpoint === id)?.released),
  }))
  const ordered = [...parts].sort((a, b) => (a.site < b.site ? -1 : 1))
  const { kind, pointEstimate, variance } = estimator
  return {
    ...{ endpoint: id, estimator: name, version, kind, pointEstimate, variance },
    figures: estimator.estimate([...parts, ...withheldParts(parts, withheld)], parameters),
    perHospital: ordered.map((part) => ({ hospitalId: part.site, figures: estimator.estimate([part], parameters) })),
    counts: withheld.length > 0 ? {} : sumCounts(ordered, estimator.counts),
  }
}

/** What a hospital that let nothing out stands for: every cell is suppressed. */
function withheldParts(parts: readonly SiteRelease[], withheld: readonly string[]): SiteRelease[] {
  const [first] = parts
  if (!first) return []
  const { estimator, version } = first.released
  const cells = Object.fromEntries(
    Object.keys(first.released.cells).map((name) => [name, { kind: 'suppressed' } as const]),
  )
  return withheld.map((site) => ({ site, released: { estimator, version, cells } }))
}

/** Sums of cells that are counts, of those that every hospital released exactly. */
function sumCounts(parts: readonly SiteRelease[], names: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const name of names) {
    const values = parts.map(({ released }) => released.cells[name])
    if (values.every((value) => value?.kind === 'exact'))
      sums[name] = values.reduce((sum, value) => sum + (value as { value: number }).value, 0)
  }
  return sums
}
