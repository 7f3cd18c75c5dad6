import type { Endpoint } from '@assay/contracts'
import { hypothesesOf, leastSitePatients, testingProcedure } from '@assay/statistics'
import { formatInstant } from '../../charts/format.ts'
import type { ReportDocument } from '../../document/report-document.ts'
import { detectionSentences } from '../../words/detection-sentences.ts'
import { scoringSentences } from '../../words/scoring-sentences.ts'
import type { Block } from '../block.ts'
import type { ReportWords } from '../report-words.ts'

type Fact = { label: string; value: string; isHash?: boolean }

/** Section 3: what was fixed before any data was touched, and what went otherwise. */
export function describeProtocol(report: ReportDocument, words: ReportWords): Block[] {
  const { t, language, number } = words
  const { look, sampleSize, lockedAt, leastHospitals, intendedUse, title } = report.protocol
  const { justification, leastPatients } = sampleSize
  const rows: Fact[] = [
    { label: t('report.field.number'), value: report.number },
    { label: t('report.field.title'), value: title },
    { label: t('report.field.locked'), value: formatInstant(lockedAt, language) },
    { label: t('report.field.protocolHash'), value: report.protocolHash, isHash: true },
    { label: t('report.field.claimedUse'), value: intendedUse },
    ...targets(report, words),
    { label: t('report.field.leastHospitals'), value: t('report.value.hospitals', { count: leastHospitals }) },
    { label: t('report.field.failedOutput'), value: t(`report.value.${nothingFoundOf(report)}`) },
    ...design(report, words),
    ...beatRules(report, words),
    ...detectionRules(report, words),
    {
      label: t('report.field.sampleSize'),
      value: t('report.value.sampleSize', { patients: number(leastPatients), justification }),
    },
    {
      label: t('report.field.looks'),
      value:
        look.allowed === null
          ? t('report.value.look', { number: look.number })
          : t('report.value.lookOf', { number: look.number, allowed: look.allowed }),
    },
    { label: t('report.field.deviations'), value: deviations(report, words) },
  ]
  return [
    { type: 'section', title: t('report.section.protocol') },
    { type: 'facts', rows },
  ]
}

function nothingFoundOf({ protocol: { endpoints } }: ReportDocument): 'nothingFound' | 'nothingFoundOfBeats' {
  return endpoints.some(({ estimator }) => estimator === 'ec57-beats') ? 'nothingFoundOfBeats' : 'nothingFound'
}

/** Whom the figures are about: one for all endpoints, or each endpoint's own. */
function targets({ protocol }: ReportDocument, { t, number, list }: ReportWords): Fact[] {
  const write = (endpoint: Endpoint) =>
    t(`report.value.target.${endpoint.target ?? protocol.target}`, {
      patients: number(endpoint.leastPatientsPerHospital ?? leastSitePatients),
    })
  const written = protocol.endpoints.map((endpoint) => ({ endpoint: endpoint.id, target: write(endpoint) }))
  const [first] = written
  const isOne = written.every(({ target }) => target === first?.target)
  const value = isOne ? (first?.target ?? '') : list(written.map((one) => t('report.value.targetOf', one)))
  return [{ label: t('report.field.target'), value }]
}

/** How cases were sampled and criteria are tested together, where the protocol says so. */
function design(
  { protocol: { sampling, wayOfRunning, multiplicity } }: ReportDocument,
  { t, share, list }: ReportWords,
): Fact[] {
  const procedure = multiplicity ? testingProcedure.parse(multiplicity.procedure) : undefined
  return [
    ...(wayOfRunning
      ? [{ label: t('report.field.wayOfRunning'), value: t(`report.value.wayOfRunning.${wayOfRunning}`) }]
      : []),
    ...(sampling ? [{ label: t('report.field.sampling'), value: t(`report.value.sampling.${sampling}`) }] : []),
    ...(multiplicity && procedure
      ? [
          {
            label: t('report.field.multiplicity'),
            value: t('report.value.multiplicity', {
              procedure: t(`report.value.procedure.${procedure.kind}`),
              alpha: share(multiplicity.alpha),
              criteria: list(hypothesesOf(procedure)),
            }),
          },
        ]
      : []),
  ]
}

function beatRules({ protocol: { endpoints } }: ReportDocument, { t, number }: ReportWords): Fact[] {
  const found = endpoints.find(({ estimator }) => estimator === 'ec57-beats')
  if (!found) return []
  const rules = found.parameters as Record<
    'matchWindowSeconds' | 'learningSeconds' | 'learningAppliesFromSeconds',
    number
  >
  return [
    {
      label: t('report.field.window'),
      value: t('report.value.window', { milliseconds: number(1000 * rules.matchWindowSeconds) }),
    },
    {
      label: t('report.field.learning'),
      value: t('report.value.learning', {
        seconds: number(rules.learningSeconds),
        from: number(rules.learningAppliesFromSeconds),
      }),
    },
  ]
}

/** How marks become hits, of each endpoint that says it otherwise than the one before. */
function detectionRules({ protocol: { endpoints } }: ReportDocument, { t }: ReportWords): Fact[] {
  const written = endpoints.map((endpoint) => ({
    id: endpoint.id,
    value: [...detectionSentences(endpoint, t), ...scoringSentences(endpoint, t)].join(' '),
  }))
  return written
    .filter(({ value }, place) => value !== '' && value !== written[place - 1]?.value)
    .map(({ id, value }) => ({ label: t('report.field.hits', { endpoint: id }), value }))
}

/** What went otherwise than the protocol planned. */
function deviations({ hospitals, protocol: { sampleSize } }: ReportDocument, { t, list }: ReportWords): string {
  const released = hospitals.filter(({ state }) => state === 'released')
  const patients = released.reduce((sum, hospital) => sum + hospital.patients, 0)
  const planned = sampleSize.leastPatients
  const found = [
    ...(patients < planned ? [t('report.value.fewerPatients', { patients, planned })] : []),
    ...(released.length < hospitals.length
      ? [t('report.value.fewerHospitals', { released: released.length, planned: hospitals.length })]
      : []),
  ]
  return found.length > 0 ? list(found) : t('report.value.noDeviations')
}
