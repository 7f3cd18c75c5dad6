import {
  type FindingSlice,
  isOfCategory,
  type Language,
  type QualityPassport,
  type RuleOutcome,
} from '@assay/contracts'
import {
  checkName,
  findingText,
  measuredText,
  ownerName,
  passportKey,
  ruleName,
  sourceName,
  type Translator,
  tierKey,
  translator,
} from '@assay/messages'
import { fitText } from '../charts/fit-text.ts'
import { formatInstant } from '../charts/format.ts'
import { type Block, mapTexts, type PrintedDocument, tableOf } from './block.ts'
import { describeSignature, type PrintedSignature } from './describe-signature.ts'
import { printable } from './font.ts'
import { pictureRow } from './picture-row.ts'
import { termName } from './term-name.ts'

/** A picture of a place that a finding speaks of: the slice, with the region framed. */
export interface FindingPicture extends FindingSlice {
  /** The outcome's place in the passport. */
  readonly outcome: number
  readonly png: Uint8Array
}

/** What a passport is printed with. */
export interface PassportPrint {
  /** Images of a patient: such a document stays in the hospital. */
  readonly pictures?: readonly FindingPicture[]
  readonly signature?: PrintedSignature
}

/** A passport's words in one language. */
interface Words {
  readonly language: Language
  readonly t: Translator
  readonly pictures: readonly FindingPicture[]
}

const sections = [
  describeVerdict,
  describeFindings,
  describeMeasurements,
  describeRuleSets,
  describeRules,
  describeEvidence,
]

/** The quality passport of a study or of a category as a printed document: the verdict, what was found and where, what was measured, by which rules, and who signed it. */
export function describePassport(
  passport: QualityPassport,
  language: Language,
  { pictures = [], signature }: PassportPrint = {},
): PrintedDocument {
  const t = translator(language)
  const title = t(passportKey(passport, 'title'))
  const category = termName('category', passport.category, t)
  const subject = isOfCategory(passport) ? category : passport.study
  const about = isOfCategory(passport)
    ? t('passports.ofCollection.about')
    : t('quality.passport.category', { category })
  return mapTexts(
    {
      language,
      title,
      subtitle: fitText(subject, 60),
      about: [about, formatInstant(passport.issuedAt, language)],
      header: [fitText(subject, 40), t('quality.passport.manifest', { hash: passport.manifestHash.slice(0, 16) })],
      footer: [title, t('report.page', { page: '{{page}}', pages: '{{pages}}' })],
      blocks: [
        ...sections.flatMap((describe) => describe(passport, { language, t, pictures })),
        ...(signature ? describeSignature(signature, t) : []),
      ],
    },
    printable,
  )
}

const isHeld = ({ outcome }: RuleOutcome) => outcome === 'failed' || outcome === 'inconclusive'

function describeVerdict(passport: QualityPassport, { t, pictures }: Words): Block[] {
  const { verdict, outcomes, tiers } = passport
  const held = outcomes.filter(isHeld)
  const examined = outcomes.filter(({ outcome }) => outcome !== 'not-applicable')
  const counts = { count: held.length, total: examined.length, passedOver: outcomes.length - examined.length }
  const count = (tier: number, outcome: RuleOutcome['outcome']) =>
    `${outcomes.filter((one) => one.tier === tier && one.outcome === outcome).length}`
  return [
    {
      type: 'verdict',
      word: examined.length === 0 ? t('quality.passport.notJudged') : t(`quality.verdict.${verdict}`),
      sentence:
        examined.length === 0
          ? t('quality.passport.noneJudged')
          : t(passportKey(passport, held.length === 0 ? 'allPassed' : 'someHeld'), counts),
      detail: t('quality.passport.passedOver', counts),
    },
    ...(pictures.length > 0
      ? [{ type: 'notice' as const, title: t('passports.printed.images'), text: t('passports.printed.imagesText') }]
      : []),
    { type: 'section', title: t('quality.passport.section.tiers') },
    tableOf(
      [
        { title: t('quality.passport.column.tier'), align: 'left', isWide: true },
        { title: t('quality.passport.column.verdict'), align: 'left' },
        ...(['passed', 'failed', 'inconclusive', 'not-applicable'] as const).map((outcome) => ({
          title: t(`quality.outcome.${outcome}`),
          align: 'right' as const,
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
  const title: Block = { type: 'section', title: t('quality.passport.section.findings') }
  if (!outcomes.some(isHeld)) return [title, { type: 'paragraph', text: t('quality.passport.nothing') }]
  return [
    title,
    ...outcomes.flatMap((outcome, place) =>
      isHeld(outcome) ? [...describeOutcome(outcome, words), ...picturesOf(place, outcome, words)] : [],
    ),
  ]
}

function picturesOf(place: number, { rule, check }: RuleOutcome, { language, t, pictures }: Words): Block[] {
  const own = pictures.filter(({ outcome }) => outcome === place)
  if (own.length === 0) return []
  const places = own.map(({ slice, isFramed, isSlice }) => {
    const kind = isSlice ? (['slice', 'sliceFramed'] as const) : (['picture', 'pictureFramed'] as const)
    return t(`fullSample.study.${kind[isFramed ? 1 : 0]!}`, { slice: slice + 1 })
  })
  const caption = { check: ruleName(language, { rule, check }), places: places.join(t('common.listSeparator')) }
  return [{ type: 'figure', svg: pictureRow(own), caption: t('passports.printed.picture', caption) }]
}

function describeOutcome(outcome: RuleOutcome, { language, t }: Words): Block[] {
  const texts = outcome.findings.map((finding) => findingText(language, finding))
  const advice = [...new Set(texts.map((one) => one.advice))]
  const more = outcome.found - outcome.findings.length
  return [
    {
      type: 'subsection',
      title: t('quality.passport.outcome', {
        check: ruleName(language, outcome),
        verdict: outcome.verdict === 'warn' ? t('quality.remark') : t(`quality.verdict.${outcome.verdict}`),
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

function describeMeasurements(passport: QualityPassport, { language, t }: Words): Block[] {
  const { outcomes } = passport
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
      measured.map(({ rule, check, series, measurements, outcome }) => [
        ...[ruleName(language, { rule, check }), series ?? t(passportKey(passport, 'study'))],
        measurements.map((one) => measuredText(language, one)).join(t('common.listSeparator')),
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
        ...[title[language], `${version}`, ownerName(language, owner)],
        t('quality.passport.instrument', {
          name: sourceName(language, instrument),
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

function describeEvidence(passport: QualityPassport, { language, t }: Words): Block[] {
  const { study, manifestHash, ruleSets } = passport
  return [
    { type: 'section', title: t('quality.passport.section.evidence') },
    { type: 'paragraph', text: t(passportKey(passport, 'evidenceText')) },
    {
      type: 'facts',
      rows: [
        ...(isOfCategory(passport) ? [] : [{ label: t('quality.passport.study'), value: study, isHash: true }]),
        { label: t(passportKey(passport, 'files')), value: manifestHash, isHash: true },
        ...ruleSets.map(({ title, version, hash }) => ({
          label: `${title[language]}, ${version}`,
          value: hash,
          isHash: true,
        })),
      ],
    },
  ]
}
