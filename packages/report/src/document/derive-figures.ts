import type { Protocol, ReleasePayload } from '@assay/contracts'
import {
  type CriteriaVerdict,
  type CriterionOutcome,
  decide,
  findOneRoundEstimator,
  type RegisteredOneRound,
  type SiteRelease,
} from '@assay/statistics'
import type { ReportEndpoint, SuppressedCells } from './report-document.ts'

/** A hospital's release, its signature checked by whoever calls. */
export interface HospitalRelease {
  hospitalId: string
  payload: ReleasePayload
}

/** Every figure, outcome and verdict of a report. */
export interface DerivedFigures {
  endpoints: ReportEndpoint[]
  /** Parts of releases that did not leave as they are. */
  suppressed: SuppressedCells[]
  criteria: CriterionOutcome[]
  verdict: CriteriaVerdict
}

type Endpoint = Protocol['endpoints'][number]

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
  const derived = protocol.endpoints.map((endpoint) => deriveEndpoint(endpoint, releases, withheld))
  const endpoints = derived.map(({ results }) => results)
  const figuresOf = (id: string) => endpoints.find(({ endpoint }) => endpoint === id)?.figures ?? []
  const { outcomes, verdict } = decide(protocol.criteria, figuresOf)
  return { endpoints, suppressed: derived.flatMap(({ suppressed }) => suppressed), criteria: outcomes, verdict }
}

function deriveEndpoint(
  { id, estimator: name, version, parameters }: Endpoint,
  releases: readonly HospitalRelease[],
  withheld: readonly string[],
): { results: ReportEndpoint; suppressed: SuppressedCells[] } {
  const estimator = findOneRoundEstimator(name, version)
  if (!estimator) throw new RangeError(`no estimator ${name} ${version}`)
  const parts: SiteRelease[] = releases
    .map(({ hospitalId, payload }) => ({
      site: hospitalId,
      released: estimator.readReleased(payload.endpoints.find(({ endpoint }) => endpoint === id)?.released, parameters),
      declared: { cases: payload.conduct.cases },
    }))
    .sort((a, b) => (a.site < b.site ? -1 : 1))
  const { kind, pointEstimate, variance } = estimator
  const results = {
    ...{ endpoint: id, estimator: name, version, kind, pointEstimate, variance },
    figures: estimator.estimate([...parts, ...withheldParts(estimator, parameters, withheld)], parameters),
    perHospital: parts.map((part) => ({ hospitalId: part.site, figures: estimator.estimate([part], parameters) })),
    counts: withheld.length > 0 ? {} : sumCounts(parts, estimator.counts),
  }
  return { results, suppressed: parts.flatMap((part) => suppressedCells(id, part)) }
}

/** What a hospital that let nothing out stands for: every cell is suppressed. */
function withheldParts(estimator: RegisteredOneRound, parameters: unknown, withheld: readonly string[]): SiteRelease[] {
  const { id, version } = estimator
  const names = estimator.summarise([], parameters).cells.map((cell) => cell.name)
  const cells = Object.fromEntries(names.map((name) => [name, { kind: 'suppressed' } as const]))
  return withheld.map((site) => ({ site, released: { estimator: id, version, cells } }))
}

function suppressedCells(endpoint: string, { site, released }: SiteRelease): SuppressedCells[] {
  const cells = Object.entries(released.cells)
    .filter(([, { kind }]) => kind !== 'exact' && kind !== 'structural-zero')
    .map(([name]) => name)
    .sort()
  return cells.length > 0 ? [{ endpoint, hospitalId: site, cells }] : []
}

/** Sums of cells that are counts, of those that every hospital released exactly. */
function sumCounts(parts: readonly SiteRelease[], names: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const name of names) {
    const values = parts.map(({ released }) => countOf(released.cells[name]))
    if (values.every((value) => value !== undefined)) sums[name] = values.reduce((sum, value) => sum + value, 0)
  }
  return sums
}

function countOf(cell: SiteRelease['released']['cells'][string] | undefined): number | undefined {
  if (cell?.kind === 'structural-zero') return 0
  return cell?.kind === 'exact' ? cell.value : undefined
}
