import type { CriteriaTree, Criterion } from '@assay/contracts'
import { formatFigure } from '@assay/report/charts'
import { figureName } from '@assay/report/document'
import { formatBound, formatNumber } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'

/** Acceptance criteria as sentences, with AND and OR as headings. */
export function CriteriaSentences({ criteria }: { criteria: CriteriaTree }) {
  const { t } = useTexts()
  if (!('op' in criteria)) return <CriterionSentence criterion={criteria} />
  return (
    <>
      {t(`common.criterion.${criteria.op}`)}
      <ul>
        {criteria.of.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a locked tree keeps its order
          <li key={at}>
            <CriteriaSentences criteria={one} />
          </li>
        ))}
      </ul>
    </>
  )
}

function CriterionSentence({ criterion }: { criterion: Criterion }) {
  const { t, locale, language } = useTexts()
  const { endpoint, side, alpha, figure, bound, measure, leastEffectivePatients } = criterion
  const level = formatBound(1 - alpha, locale)
  const isShare = measure === undefined || measure === 'share'
  const written = isShare ? formatBound(bound, locale) : formatFigure(bound, measure, language)
  return (
    <>
      {t(`common.criterion.${side}`, { level, figure: figureName(figure, t, endpoint), bound: written })}{' '}
      <span className="quiet">
        {t('common.criterion.least', { patients: formatNumber(leastEffectivePatients, locale) })}
      </span>
    </>
  )
}
