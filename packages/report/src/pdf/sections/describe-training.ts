import { declaredTexts, trainingCheckTexts } from '@assay/messages'
import { formatInstant } from '../../charts/format.ts'
import type { ReportDocument } from '../../document/report-document.ts'
import type { Block } from '../block.ts'
import type { ReportWords } from '../report-words.ts'

/** What the vendor declared of training data, what each hospital found in it, and what a declaration can not show. */
export function describeTraining({ protocol: { training }, hospitals }: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  const found = hospitals.flatMap(({ name, training: check }) => (check ? [{ name, check }] : []))
  return [
    { type: 'subsection', title: t('training.check.title') },
    ...(training ? declaredBlocks(training, words) : nothingBlocks(words)),
    ...found.flatMap(({ name, check }): Block[] => [
      {
        type: 'paragraph',
        text: t('training.check.foundBy', { name, when: formatInstant(check.checkedAt, words.language) }),
      },
      { type: 'list', items: trainingCheckTexts(words.language, check) },
    ]),
    ...(training ? [{ type: 'paragraph' as const, text: t('training.check.limits') }] : []),
  ]
}

function declaredBlocks(training: NonNullable<ReportDocument['protocol']['training']>, words: ReportWords): Block[] {
  const { t, language } = words
  return [
    { type: 'paragraph', text: t('training.word') },
    { type: 'list', items: declaredTexts(language, training) },
    {
      type: 'facts',
      rows: [
        {
          label: t('training.declaredAt', { when: formatInstant(training.declaredAt, language) }),
          value: training.declarationHash,
          isHash: true,
        },
      ],
    },
  ]
}

function nothingBlocks({ t }: ReportWords): Block[] {
  return [{ type: 'paragraph', text: `${t('training.nothing')} ${t('training.nothingMeans')}` }]
}
