import type { Protocol, ReleasePayload } from '@assay/contracts'
import {
  type CriteriaVerdict,
  type CriterionOutcome,
  decide,
  type Figure,
  findOneRoundEstimator,
  likeThese,
  type Multiplicity,
  type RegisteredOneRound,
  type SiteRelease,
  testingProcedure,
  withoutPrevalence,
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
  const derived = protocol.endpoints.map((endpoint) => deriveEndpoint(protocol, endpoint, releases, withheld))
  const endpoints = derived.map(({ results }) => results)
  const figuresOf = (id: string) => endpoints.find(({ endpoint }) => endpoint === id)?.figures ?? []
  const { outcomes, verdict } = decide(protocol.criteria, figuresOf, multiplicityOf(protocol))
  return { endpoints, suppressed: derived.flatMap(({ suppressed }) => suppressed), criteria: outcomes, verdict }
}

function multiplicityOf({ multiplicity }: Protocol): Multiplicity | undefined {
  if (!multiplicity) return undefined
  return { alpha: multiplicity.alpha, procedure: testingProcedure.parse(multiplicity.procedure) }
}

function deriveEndpoint(
  protocol: Protocol,
  endpoint: Endpoint,
  releases: readonly HospitalRelease[],
  withheld: readonly string[],
): { results: ReportEndpoint; suppressed: SuppressedCells[] } {
  const { id, estimator: name, version, parameters } = endpoint
  const estimator = findOneRoundEstimator(name, version)
  if (!estimator) throw new RangeError(`no estimator ${name} ${version}`)
  const parts: SiteRelease[] = releases
    .map(({ hospitalId, payload }) => ({
      site: hospitalId,
      released: estimator.readReleased(payload.endpoints.find(({ endpoint }) => endpoint === id)?.released, parameters),
      declared: { cases: payload.conduct.cases },
    }))
    .sort((a, b) => (a.site < b.site ? -1 : 1))
  const descriptions = estimator.figures(parameters)
  const allowed = (figures: readonly Figure[]) =>
    withoutPrevalence(figures, descriptions, protocol.sampling ?? 'consecutive')
  const estimate = (some: readonly SiteRelease[]) => allowed(estimator.estimate(some, parameters))
  const all = [...parts, ...withheldParts(estimator, parameters, withheld)]
  const isLikeThese = (endpoint.target ?? protocol.target) === 'hospitals-like-these'
  const results = {
    endpoint: id,
    estimator: name,
    version,
    ...(isLikeThese ? methodLikeThese : methodOf(estimator)),
    figures: isLikeThese ? allowed(likeTheseAll(all, estimate, endpoint.leastPatientsPerHospital)) : estimate(all),
    perHospital: parts.map((part) => ({ hospitalId: part.site, figures: estimate([part]) })),
    counts: withheld.length > 0 ? {} : sumCounts(parts, estimator.counts),
  }
  return { results, suppressed: parts.flatMap((part) => suppressedCells(id, part)) }
}

const methodLikeThese = {
  kind: 'meta-analytic',
  pointEstimate: 'random-effects',
  variance: 'hartung-knapp',
  target: 'hospitals-like-these' as const,
}

function methodOf({ kind, pointEstimate, variance }: RegisteredOneRound) {
  return { kind, pointEstimate, variance }
}

/** Every figure over hospitals like these, from the same figure of each. */
function likeTheseAll(
  parts: readonly SiteRelease[],
  estimate: (parts: readonly SiteRelease[]) => Figure[],
  leastPatients?: number,
): Figure[] {
  const bySite = parts.map((part) => ({ site: part.site, figures: estimate([part]) }))
  return (bySite[0]?.figures ?? []).map(({ id }) =>
    likeThese(
      bySite.map(({ site, figures }) => ({ site, figure: figures.find((one) => one.id === id) as Figure })),
      leastPatients,
    ),
  )
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
