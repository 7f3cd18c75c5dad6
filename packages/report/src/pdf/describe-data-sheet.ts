import type { DataSheet, Language } from '@assay/contracts'
import {
  dataSheetRule,
  dataSheetStated,
  declaredTexts,
  findingText,
  fitnessOf,
  measuredText,
  stratumName,
  stratumValue,
  type Translator,
  translator,
} from '@assay/messages'
import { fitText } from '../charts/fit-text.ts'
import { formatInstant } from '../charts/format.ts'
import { type Block, mapTexts, type PrintedDocument, tableOf } from './block.ts'
import { printable } from './font.ts'
import { termName } from './term-name.ts'

interface Words {
  readonly language: Language
  readonly t: Translator
}

const sections = [
  describeFitness,
  describeWhat,
  describeDeclared,
  describeComposition,
  describePassports,
  describeCharacteristics,
  describeFindings,
]

/** A test set's data sheet as a printed document: whether it is fit, what is in it, and what is known of its quality. */
export function describeDataSheet(sheet: DataSheet, language: Language): PrintedDocument {
  const t = translator(language)
  const { version, manifestHash } = sheet
  const named = { category: termName('category', sheet.category, t), task: termName('task', sheet.task, t), version }
  const subtitle = fitText(t('dataSheet.subtitle', named), 60)
  return mapTexts(
    {
      language,
      title: t('dataSheet.title'),
      subtitle,
      about: [sheet.hospital, formatInstant(sheet.issuedAt, language)],
      header: [subtitle, t('dataSheet.manifestShort', { hash: manifestHash.slice(0, 16) })],
      footer: [t('dataSheet.title'), t('report.page', { page: '{{page}}', pages: '{{pages}}' })],
      blocks: sections.flatMap((describe) => describe(sheet, { language, t })),
    },
    printable,
  )
}

function describeFitness(sheet: DataSheet, { t }: Words): Block[] {
  const { word, counts } = fitnessOf(sheet)
  return [
    {
      type: 'verdict',
      word: t(word),
      sentence: t('dataSheet.fitSentence', counts),
      detail: t('dataSheet.fitDetail', counts),
    },
  ]
}

function describeWhat(sheet: DataSheet, { language, t }: Words): Block[] {
  const { hospital, provenance, sealedAt, patients, cases, manifestHash } = sheet
  return [
    { type: 'section', title: t('dataSheet.section.what') },
    {
      type: 'facts',
      rows: [
        { label: t('dataSheet.hospital'), value: hospital },
        { label: t('dataSheet.provenance'), value: t(`common.provenance.${provenance}`) },
        { label: t('dataSheet.sealed'), value: formatInstant(sealedAt, language) },
        { label: t('dataSheet.patients'), value: `${patients}` },
        { label: t('dataSheet.cases'), value: `${cases}` },
        { label: t('dataSheet.manifest'), value: manifestHash, isHash: true },
      ],
    },
  ]
}

/** Whom the set stands for, until when it may be used, and what was known of training data: what its rules are held to. */
function describeDeclared({ declared: { target, expiresOn, training } }: DataSheet, { language, t }: Words): Block[] {
  const targets = Object.entries(target).map(([stratum, shares]) => ({
    label: t('dataSheet.target', { stratum: stratumName(language, stratum) }),
    value: Object.entries(shares)
      .map(([value, share]) =>
        t('dataSheet.targetShare', { value: stratumValue(language, stratum, value), share: percentOf(share) }),
      )
      .join(t('common.listSeparator')),
  }))
  const trained = training.map(({ device, ...one }) =>
    t('training.declaredOf', { device, text: declaredTexts(language, one).join(' ') }),
  )
  return [
    { type: 'section', title: t('dataSheet.section.declared') },
    {
      type: 'facts',
      rows: [
        { label: t('dataSheet.lastDay'), value: expiresOn ?? t('dataSheet.noLastDay') },
        ...(targets.length > 0 ? targets : [{ label: t('dataSheet.noTarget'), value: t('dataSheet.notDeclared') }]),
        ...(trained.length > 0 ? [] : [{ label: t('dataSheet.training'), value: t('training.nothing') }]),
      ],
    },
    ...(trained.length > 0
      ? ([
          { type: 'paragraph', text: t('dataSheet.training') },
          { type: 'list', items: trained },
        ] as Block[])
      : []),
  ]
}

function describeComposition({ composition, patients }: DataSheet, { language, t }: Words): Block[] {
  const rows = composition.flatMap(({ stratum, values }) => [
    [stratumName(language, stratum)],
    ...values.map(({ value, patients: some }) => [
      ...[stratumValue(language, stratum, value), `${some}`, `${((100 * some) / Math.max(patients, 1)).toFixed(1)} %`],
    ]),
  ])
  return [
    { type: 'section', title: t('dataSheet.section.composition') },
    tableOf(
      [
        { title: t('dataSheet.column.value'), align: 'left', isWide: true },
        { title: t('dataSheet.column.patients'), align: 'right' },
        { title: t('dataSheet.column.share'), align: 'right' },
      ],
      rows,
    ),
  ]
}

function describePassports({ passports }: DataSheet, { t }: Words): Block[] {
  const word = (verdict: DataSheet['passports'][number]['verdict']) =>
    verdict === 'none' ? t('dataSheet.noPassport') : t(`quality.verdict.${verdict}`)
  return [
    { type: 'section', title: t('dataSheet.section.passports') },
    tableOf(
      [
        { title: t('dataSheet.column.verdict'), align: 'left', isWide: true },
        { title: t('dataSheet.column.cases'), align: 'right' },
      ],
      passports.map(({ verdict, cases }) => [word(verdict), `${cases}`]),
    ),
  ]
}

function describeCharacteristics({ characteristics, use }: DataSheet, { language, t }: Words): Block[] {
  return [
    { type: 'section', title: t('dataSheet.section.characteristics') },
    { type: 'paragraph', text: t('dataSheet.characteristicsText') },
    tableOf(
      [
        { title: t('dataSheet.column.characteristic'), align: 'left' },
        { title: t('dataSheet.column.figure'), align: 'left', isWide: true },
        { title: t('dataSheet.column.rules'), align: 'left', isWide: true },
      ],
      characteristics.map(({ name, figures, rules }) => [
        t(`dataSheet.characteristic.${name}`),
        [dataSheetStated(language, name) ?? [], figures.map((one) => measuredText(language, one))]
          .flat()
          .join(t('common.listSeparator')),
        [...new Set(rules.map((one) => dataSheetRule(language, one, use.outcomes)))].join(t('common.listSeparator')),
      ]),
    ),
  ]
}

function describeFindings({ use }: DataSheet, { language, t }: Words): Block[] {
  const found = use.outcomes.flatMap(({ findings }) => findings.map((finding) => findingText(language, finding)))
  const title: Block = { type: 'section', title: t('dataSheet.section.findings') }
  if (found.length === 0) return [title, { type: 'paragraph', text: t('dataSheet.nothing') }]
  const columns = [
    { title: t('dataSheet.column.finding'), align: 'left' as const, isWide: true },
    { title: t('dataSheet.column.advice'), align: 'left' as const, isWide: true },
  ]
  return [
    title,
    tableOf(
      columns,
      found.map(({ what, advice }) => [what, advice]),
    ),
  ]
}

/** A share in per cent, with two digits at most. */
function percentOf(share: number): number {
  return Number((100 * share).toFixed(2))
}
