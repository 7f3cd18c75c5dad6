import type { DataSheet, Language, Measurement } from '@assay/contracts'
import { findingText, type MessageKey, measurementText, type Translator, translator } from '@assay/messages'
import { fitText } from '../charts/fit-text.ts'
import { formatInstant } from '../charts/format.ts'
import { type Block, mapTexts, type PrintedDocument, tableOf } from './block.ts'
import { printable } from './font.ts'

interface Words {
  readonly language: Language
  readonly t: Translator
}

const sections = [
  describeFitness,
  describeWhat,
  describeComposition,
  describePassports,
  describeCharacteristics,
  describeFindings,
]

/** A test set's data sheet as a printed document: whether it is fit, what is in it, and what is known of its quality. */
export function describeDataSheet(sheet: DataSheet, language: Language): PrintedDocument {
  const t = translator(language)
  const { category, task, version, manifestHash } = sheet
  const subtitle = fitText(t('dataSheet.subtitle', { category, task, version }), 60)
  return mapTexts(
    {
      language,
      ...{ title: t('dataSheet.title'), subtitle },
      about: [sheet.hospital, formatInstant(sheet.issuedAt, language)],
      header: [subtitle, t('dataSheet.manifestShort', { hash: manifestHash.slice(0, 16) })],
      footer: [t('dataSheet.title'), t('report.page', { page: '{{page}}', pages: '{{pages}}' })],
      blocks: sections.flatMap((describe) => describe(sheet, { language, t })),
    },
    printable,
  )
}

function describeFitness({ use }: DataSheet, { t }: Words): Block[] {
  const judged = use.outcomes.filter(({ outcome }) => outcome !== 'not-applicable')
  const kept = judged.filter(({ outcome }) => outcome === 'passed').length
  const words = { accept: 'fit', warn: 'fitWithRemarks', quarantine: 'unfit', reject: 'unfit' } as const
  return [
    {
      type: 'verdict',
      word: t(`dataSheet.${words[use.verdict]}`),
      sentence: t('dataSheet.fitSentence', { kept, total: judged.length }),
      detail: t('dataSheet.fitDetail', { passedOver: use.outcomes.length - judged.length }),
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

function describeComposition({ composition, patients }: DataSheet, { t }: Words): Block[] {
  const rows = composition.flatMap(({ stratum, values }) => [
    [stratum],
    ...values.map(({ value, patients: some }) => [
      ...[value || t('dataSheet.unknown'), `${some}`, `${((100 * some) / Math.max(patients, 1)).toFixed(1)} %`],
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

function describeCharacteristics({ characteristics }: DataSheet, words: Words): Block[] {
  const { t } = words
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
        [...statedOf(name, t), ...figures.map((one) => figureText(one, words))].join(t('common.listSeparator')),
        rules.map(({ rule, outcome }) => `${rule}: ${t(`quality.outcome.${outcome}`)}`).join(t('common.listSeparator')),
      ]),
    ),
  ]
}

/** What holds of every set, by the platform's make. */
function statedOf(name: DataSheet['characteristics'][number]['name'], t: Translator): string[] {
  return name === 'accessibility' || name === 'traceability' ? [t(`dataSheet.stated.${name}`)] : []
}

/** Names that say of what they are: `distance-sex`, `format-dicom`, `share-nodule`, `items-nodule`. */
const namesOf = /^(distance|format|share|items)-(.+)$/

function figureText(figure: Measurement, { language, t }: Words): string {
  const isShare = figure.unit === '1' && !/^effective-|-alpha$/.test(figure.name)
  const value = isShare ? `${(100 * figure.value).toFixed(1)} %` : measurementText(language, figure)
  return t('dataSheet.measured', { name: figureName(figure.name, t), value })
}

function figureName(name: string, t: Translator): string {
  const [, kind, of] = name === 'share-fresh' ? [] : (namesOf.exec(name) ?? [])
  return kind
    ? t(`dataSheet.figure.${kind}` as MessageKey, { of: of ?? '' })
    : t(`dataSheet.figure.${name}` as MessageKey)
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
