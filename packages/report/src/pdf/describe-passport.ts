import type { Language, QualityPassport, RuleOutcome } from '@assay/contracts'
import { checkName, findingText, measurementText, type Translator, tierKey, translator } from '@assay/messages'
import { fitText } from '../charts/fit-text.ts'
import { formatInstant } from '../charts/format.ts'
import { type Block, mapTexts, type PrintedDocument, tableOf } from './block.ts'
import { printable } from './font.ts'

/** A passport's words in one language. */
interface Words {
  readonly language: Language
  readonly t: Translator
}

const sections = [
  describeVerdict,
  describeFindings,
  describeMeasurements,
  describeRuleSets,
  describeRules,
  describeEvidence,
]

/** A study's quality passport as a printed document: the verdict, what was found and where, what was measured, and by which rules. */
export function describePassport(passport: QualityPassport, language: Language): PrintedDocument {
  const t = translator(language)
  const category = t('quality.passport.category', { category: passport.category })
  return mapTexts(
    {
      language,
      title: t('quality.passport.title'),
      subtitle: fitText(passport.study, 60),
      about: [category, formatInstant(passport.issuedAt, language)],
      header: [
        fitText(passport.study, 40),
        t('quality.passport.manifest', { hash: passport.manifestHash.slice(0, 16) }),
      ],
      footer: [t('quality.passport.title'), t('report.page', { page: '{{page}}', pages: '{{pages}}' })],
      blocks: sections.flatMap((describe) => describe(passport, { language, t })),
    },
    printable,
  )
}

const isHeld = ({ outcome }: RuleOutcome) => outcome === 'failed' || outcome === 'inconclusive'

function describeVerdict({ verdict, outcomes, tiers }: QualityPassport, { t }: Words): Block[] {
  const held = outcomes.filter(isHeld)
  const examined = outcomes.filter(({ outcome }) => outcome !== 'not-applicable')
  const counts = { held: held.length, total: examined.length, passedOver: outcomes.length - examined.length }
  const count = (tier: number, outcome: RuleOutcome['outcome']) =>
    `${outcomes.filter((one) => one.tier === tier && one.outcome === outcome).length}`
  return [
    {
      type: 'verdict',
      word: t(`quality.verdict.${verdict}`),
      sentence: held.length === 0 ? t('quality.passport.allPassed', counts) : t('quality.passport.someHeld', counts),
      detail: t('quality.passport.passedOver', counts),
    },
    { type: 'section', title: t('quality.passport.section.tiers') },
    tableOf(
      [
        { title: t('quality.passport.column.tier'), align: 'left', isWide: true },
        { title: t('quality.passport.column.verdict'), align: 'left' },
        ...(['passed', 'failed', 'inconclusive', 'not-applicable'] as const).map((outcome) => ({
          ...{ title: t(`quality.outcome.${outcome}`), align: 'right' as const },
        })),
      ],
      tiers.map(({ tier, verdict: own }) => [
        ...[`${tier}  ${t(tierKey(tier))}`, t(`quality.verdict.${own}`), count(tier, 'passed'), count(tier, 'failed')],
        ...[count(tier, 'inconclusive'), count(tier, 'not-applicable')],
      ]),
    ),
  ]
}

function describeFindings({ outcomes }: QualityPassport, words: Words): Block[] {
  const { t } = words
  const held = outcomes.filter(isHeld)
  const title: Block = { type: 'section', title: t('quality.passport.section.findings') }
  if (held.length === 0) return [title, { type: 'paragraph', text: t('quality.passport.nothing') }]
  return [title, ...held.flatMap((outcome) => describeOutcome(outcome, words))]
}

function describeOutcome(outcome: RuleOutcome, { language, t }: Words): Block[] {
  const texts = outcome.findings.map((finding) => findingText(language, finding))
  const advice = [...new Set(texts.map((one) => one.advice))]
  const more = outcome.found - outcome.findings.length
  return [
    {
      type: 'subsection',
      title: t('quality.passport.outcome', {
        check: checkName(language, outcome.check),
        verdict: t(`quality.verdict.${outcome.verdict}`),
      }),
    },
    tableOf(
      [
        { title: t('quality.passport.column.what'), align: 'left', isWide: true },
        { title: t('quality.passport.column.where'), align: 'left', isWide: true },
      ],
      texts.map(({ what, where }) => [what, where]),
    ),
    ...(more > 0 ? [{ type: 'paragraph' as const, text: t('quality.passport.more', { count: more }) }] : []),
    { type: 'list', items: advice.map((text) => t('quality.passport.advice', { advice: text })) },
  ]
}

function describeMeasurements({ outcomes }: QualityPassport, { language, t }: Words): Block[] {
  const measured = outcomes.filter(({ measurements }) => measurements.length > 0)
  if (measured.length === 0) return []
  return [
    { type: 'section', title: t('quality.passport.section.measurements') },
    tableOf(
      [
        { title: t('quality.passport.column.check'), align: 'left' },
        { title: t('quality.passport.column.series'), align: 'left', isWide: true },
        { title: t('quality.passport.column.measured'), align: 'left' },
        { title: t('quality.passport.column.outcome'), align: 'left' },
      ],
      measured.map(({ check, series, measurements, outcome }) => [
        ...[checkName(language, check), series ?? t('quality.passport.study')],
        measurements.map((one) => measurementText(language, one)).join(t('common.listSeparator')),
        t(`quality.outcome.${outcome}`),
      ]),
    ),
  ]
}

function describeRuleSets({ ruleSets }: QualityPassport, { language, t }: Words): Block[] {
  return [
    { type: 'section', title: t('quality.passport.section.ruleSets') },
    { type: 'paragraph', text: t('quality.passport.ruleSetsText') },
    tableOf(
      [
        { title: t('quality.passport.column.ruleSet'), align: 'left', isWide: true },
        { title: t('quality.passport.column.version'), align: 'right' },
        { title: t('quality.passport.column.owner'), align: 'left' },
        { title: t('quality.passport.column.instrument'), align: 'left', isWide: true },
      ],
      ruleSets.map(({ title, version, owner, instrument }) => [
        ...[title[language], `${version}`, owner],
        t('quality.passport.instrument', {
          name: instrument.name,
          date: instrument.date ?? t('quality.passport.undated'),
          status: t(`quality.sourceStatus.${instrument.status}`),
        }),
      ]),
    ),
  ]
}

function describeRules({ ruleSets, outcomes }: QualityPassport, { language, t }: Words): Block[] {
  const rows = ruleSets.flatMap(({ id, title }) => [
    [title[language]],
    ...outcomes
      .filter(({ ruleSet }) => ruleSet === id)
      .map((one) => [
        ...[one.rule, `${checkName(language, one.check)} ${one.checkVersion}`, t(`quality.severity.${one.severity}`)],
        ...[
          one.reason ? t(`quality.notApplicable.${one.reason}`) : t(`quality.outcome.${one.outcome}`),
          one.ruleHash.slice(0, 12),
        ],
      ]),
  ])
  return [
    { type: 'section', title: t('quality.passport.section.rules') },
    tableOf(
      [
        { title: t('quality.passport.column.rule'), align: 'left' },
        { title: t('quality.passport.column.check'), align: 'left' },
        { title: t('quality.passport.column.severity'), align: 'left' },
        { title: t('quality.passport.column.outcome'), align: 'left', isWide: true },
        { title: t('quality.passport.column.hash'), align: 'left' },
      ],
      rows,
    ),
  ]
}

function describeEvidence({ study, manifestHash, ruleSets }: QualityPassport, { language, t }: Words): Block[] {
  return [
    { type: 'section', title: t('quality.passport.section.evidence') },
    { type: 'paragraph', text: t('quality.passport.evidenceText') },
    {
      type: 'facts',
      rows: [
        { label: t('quality.passport.study'), value: study, isHash: true },
        { label: t('quality.passport.files'), value: manifestHash, isHash: true },
        ...ruleSets.map(({ title, version, hash }) => ({
          label: `${title[language]}, ${version}`,
          value: hash,
          isHash: true,
        })),
      ],
    },
  ]
}
