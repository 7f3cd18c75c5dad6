import { formatInstant } from '../../charts/format.ts'
import type { ReportDocument } from '../../document/report-document.ts'
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
    { label: t('report.field.target'), value: t('report.value.theseHospitals') },
    { label: t('report.field.leastHospitals'), value: t('report.value.hospitals', { count: leastHospitals }) },
    { label: t('report.field.failedOutput'), value: t('report.value.nothingFound') },
    ...beatRules(report, words),
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
        ...{ seconds: number(rules.learningSeconds), from: number(rules.learningAppliesFromSeconds) },
      }),
    },
  ]
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
