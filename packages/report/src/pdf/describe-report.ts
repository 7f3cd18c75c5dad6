import type { Language } from '@assay/contracts'
import { formatInstant } from '../charts/format.ts'
import type { ReportDocument } from '../document/report-document.ts'
import type { Block, PrintedDocument } from './block.ts'
import { resultBlocks } from './describe-results.ts'
import { type ReportWords, reportWords } from './names.ts'
import { criteriaChart } from './report-charts.ts'

/** The report as a printed document in one language: the same figures as the data, in its sections' order. */
export function describeReport(report: ReportDocument, language: Language): PrintedDocument {
  const words = reportWords(language)
  const { t } = words
  const { name, version } = report.manifest
  return {
    language,
    title: t('report.title'),
    subtitle: `${name} ${version}`,
    header: `${report.number} · ${name} ${version} · ${report.protocolHash.slice(0, 16)}`,
    footer: t('report.page', { page: '{{page}}', pages: '{{pages}}' }),
    blocks: [
      ...summary(report, words),
      ...device(report, words),
      ...protocol(report, words),
      ...data(report, words),
      ...reference(report, words),
      ...conduct(report, words),
      ...resultBlocks(report, words),
      ...limits(report, words),
      ...methods(words),
      ...evidence(report, words),
    ],
  }
}

function section(t: ReportWords['t'], name: Parameters<ReportWords['t']>[0]): Block {
  return { type: 'section', title: t(name) }
}

function summary(report: ReportDocument, words: ReportWords): Block[] {
  const { t, share, number } = words
  const { criteria, verdict } = report
  const released = report.hospitals.filter(({ state }) => state === 'released')
  const sum = (of: 'patients' | 'cases') => released.reduce((total, hospital) => total + hospital[of], 0)
  return [
    section(t, 'report.section.summary'),
    {
      type: 'verdict',
      word: t(`report.verdict.${verdict}`),
      sentence: t(`report.verdictSentence.${verdict}`, {
        notMet: criteria.filter(({ outcome }) => outcome === 'not-met').length,
        open: criteria.filter(({ outcome }) => outcome === 'not-assessable').length,
        total: criteria.length,
      }),
      detail: t('report.decidedOn', {
        patients: sum('patients'),
        cases: sum('cases'),
        hospitals: released.length,
      }),
    },
    ...(report.isolation === 'not-isolated' ? [notice(t, 'notIsolated')] : []),
    ...(report.synthetic ? [notice(t, 'synthetic')] : []),
    { type: 'figure', svg: criteriaChart(report, words), caption: t('report.figure.criteria') },
    {
      type: 'table',
      columns: [
        { title: t('report.column.criterion'), align: 'left', width: 'wide' },
        { title: t('report.column.estimate'), align: 'right' },
        { title: t('report.column.limit'), align: 'right' },
        { title: `${t('report.column.effective')} (${t('report.column.needed')})`, align: 'right' },
        { title: t('report.column.outcome'), align: 'left' },
      ],
      rows: criteria.map((outcome) => [
        words.criterion(outcome),
        words.estimate(outcome.figure),
        outcome.limit === null ? t('report.value.none') : share(outcome.limit),
        outcome.figure.status === 'estimated'
          ? `${number(outcome.figure.effectivePatients)} (${number(outcome.neededPatients)})`
          : t('report.value.none'),
        t(`report.verdict.${outcome.outcome}`),
      ]),
    },
  ]
}

function notice(t: ReportWords['t'], which: 'notIsolated' | 'synthetic'): Block {
  return { type: 'notice', title: t(`report.${which}.title`), text: t(`report.${which}.text`) }
}

function device({ manifest, protocol: { device: registered } }: ReportDocument, { t }: ReportWords): Block[] {
  return [
    section(t, 'report.section.device'),
    {
      type: 'facts',
      rows: [
        { label: t('report.field.device'), value: manifest.name },
        { label: t('report.field.version'), value: manifest.version },
        { label: t('report.field.vendor'), value: registered.vendor },
        { label: t('report.field.intendedUse'), value: manifest.intendedUse },
        { label: t('report.field.package'), value: registered.packageDigest, mono: true },
      ],
    },
  ]
}

function protocol(report: ReportDocument, { t, language }: ReportWords): Block[] {
  const { look, sampleSize, lockedAt } = report.protocol
  const looks =
    look.allowed === null
      ? t('report.value.look', { number: look.number })
      : t('report.value.lookOf', { number: look.number, allowed: look.allowed })
  return [
    section(t, 'report.section.protocol'),
    {
      type: 'facts',
      rows: [
        { label: t('report.field.number'), value: report.number },
        { label: t('report.field.locked'), value: formatInstant(lockedAt, language) },
        { label: t('report.field.protocolHash'), value: report.protocolHash, mono: true },
        { label: t('report.field.target'), value: t('report.value.theseHospitals') },
        { label: t('report.field.failedOutput'), value: t('report.value.nothingFound') },
        ...beatRules(report, t),
        {
          label: t('report.field.sampleSize'),
          value: t('report.value.sampleSize', {
            patients: sampleSize.leastPatients,
            justification: sampleSize.justification,
          }),
        },
        { label: t('report.field.looks'), value: looks },
        { label: t('report.field.deviations'), value: t('report.value.noDeviations') },
      ],
    },
  ]
}

function beatRules(
  { protocol: { endpoints } }: ReportDocument,
  t: ReportWords['t'],
): { label: string; value: string }[] {
  const found = endpoints.find(({ estimator }) => estimator === 'ec57-beats')
  if (!found) return []
  const { matchWindowSeconds, learningSeconds, learningAppliesFromSeconds } = found.parameters as Record<string, number>
  return [
    {
      label: t('report.field.window'),
      value: t('report.value.window', { milliseconds: Math.round(1000 * (matchWindowSeconds ?? 0)) }),
    },
    {
      label: t('report.field.learning'),
      value: t('report.value.learning', { seconds: learningSeconds ?? 0, from: learningAppliesFromSeconds ?? 0 }),
    },
  ]
}

function data({ hospitals }: ReportDocument, { t }: ReportWords): Block[] {
  return [
    section(t, 'report.section.data'),
    { type: 'paragraph', text: t('report.text.data') },
    {
      type: 'table',
      columns: [
        { title: t('report.column.hospital'), align: 'left', width: 'wide' },
        { title: t('report.column.provenance'), align: 'left' },
        { title: t('report.column.patients'), align: 'right' },
        { title: t('report.column.records'), align: 'right' },
        { title: t('report.column.set'), align: 'left' },
        { title: t('report.column.policy'), align: 'left' },
      ],
      rows: hospitals.map((one) => [
        one.name,
        t(`report.provenance.${one.provenance}`),
        `${one.patients}`,
        `${one.cases}`,
        `${one.testSetVersion}, ${one.manifestHash.slice(0, 8)}…`,
        one.policy ? `${one.policy.id} ${one.policy.version}` : t(`report.state.${one.state}`),
      ]),
    },
  ]
}

function reference({ protocol: { hospitals } }: ReportDocument, { t, language }: ReportWords): Block[] {
  const kinds = new Set(hospitals.map(({ provenance }) => provenance))
  const sources = [
    ...(kinds.has('public') ? [t('report.text.referencePublic')] : []),
    ...(kinds.has('synthetic') ? [t('report.text.referenceSynthetic')] : []),
  ].join(language === 'zh' ? '；' : '; ')
  return [section(t, 'report.section.reference'), { type: 'paragraph', text: t('report.text.reference', { sources }) }]
}

function conduct(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  const parts = report.hospitals.find((one) => one.conduct)?.conduct?.isolationParts ?? []
  const isolation =
    report.isolation === 'not-isolated'
      ? t('report.text.notIsolatedConduct')
      : t('report.text.isolatedConduct', { parts: parts.join(', ') })
  return [
    section(t, 'report.section.conduct'),
    { type: 'paragraph', text: `${t('report.text.conduct')} ${isolation}` },
    {
      type: 'table',
      columns: [
        { title: t('report.column.hospital'), align: 'left', width: 'wide' },
        { title: t('report.column.isolation'), align: 'left' },
        { title: t('report.column.records'), align: 'right' },
        { title: t('report.column.completed'), align: 'right' },
        { title: t('report.column.failed'), align: 'right' },
        { title: t('report.column.restarts'), align: 'right' },
        { title: t('report.column.duration'), align: 'right' },
      ],
      rows: report.hospitals.flatMap(({ name, conduct: run }) => {
        if (!run) return []
        const completed = run.outcomes.completed ?? 0
        const seconds = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000
        return [
          [
            ...[name, t(`report.isolation.${run.isolation}`), `${run.cases}`, `${completed}`],
            ...[`${run.cases - completed}`, `${run.restarts}`, `${words.number(seconds)} s`],
          ],
        ]
      }),
    },
    {
      type: 'paragraph',
      text: t('report.text.outcomes', {
        list: Object.entries(report.outcomes)
          .map(([outcome, count]) => `${count} ${t(`report.outcome.${outcome as 'completed'}`)}`)
          .join(', '),
      }),
    },
  ]
}

function limits(report: ReportDocument, { t }: ReportWords): Block[] {
  const kinds = new Set(report.protocol.hospitals.map(({ provenance }) => provenance))
  return [
    section(t, 'report.section.limits'),
    {
      type: 'list',
      items: [
        ...(kinds.has('synthetic') ? [t('report.limit.synthetic')] : []),
        ...(kinds.has('public') ? [t('report.limit.public')] : []),
        ...(report.isolation === 'not-isolated' ? [t('report.limit.isolation')] : []),
        ...[t('report.limit.hospitals'), t('report.limit.reference')],
        ...[t('report.limit.bounds'), t('report.limit.hospitalRoot')],
      ],
    },
  ]
}

function methods({ t }: ReportWords): Block[] {
  const names = ['ec57', 'ratio', 'beta', 'merge', 'criteria'] as const
  return [
    section(t, 'report.section.methods'),
    { type: 'list', items: names.map((name) => t(`report.method.${name}`)) },
  ]
}

function evidence(report: ReportDocument, { t, language }: ReportWords): Block[] {
  return [
    section(t, 'report.section.evidence'),
    { type: 'paragraph', text: `${t('report.text.evidence')} ${t('report.text.verify')}` },
    {
      type: 'facts',
      rows: [
        { label: t('report.field.issued'), value: formatInstant(report.issuedAt, language) },
        { label: t('report.field.issuedBy'), value: report.hub.name },
        { label: t('report.field.software'), value: `Assay ${report.softwareVersion}` },
        { label: t('report.field.hub'), value: report.hub.keyId, mono: true },
        ...report.hospitals.map(({ name, keyId }) => ({
          ...{ label: t('report.field.hospitalKey', { name }), value: keyId },
          mono: true,
        })),
      ],
    },
    {
      type: 'table',
      columns: [
        { title: t('report.column.at'), align: 'left' },
        { title: t('report.column.event'), align: 'left' },
        { title: t('report.column.by'), align: 'left', width: 'wide' },
        { title: t('report.column.ledger'), align: 'right' },
      ],
      rows: report.story.map(({ at, event, by, ledgerIndex }) => [
        ...[formatInstant(at, language), t(`report.event.${event}`), by],
        ledgerIndex === null ? t('report.value.none') : `${ledgerIndex}`,
      ]),
    },
  ]
}
