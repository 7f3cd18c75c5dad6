import { formatShare } from '@assay/report/charts'
import { Accordion, Group } from '@mantine/core'
import type { Figure, ReportDocument } from '../../api/report-document.ts'
import { figureName } from '../../app/figure-name.ts'
import { formatBound, formatNumber } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Facts } from '../../layout/facts.tsx'
import { noFigureText } from './no-figure-text.ts'

/** Every figure with its interval; each can be opened to what it is computed from. */
export function FiguresPanel({ report }: { report: ReportDocument }) {
  const { t } = useTexts()
  return (
    <Card title={t('portal.evaluation.figures.title')}>
      <p className="quiet">{t('portal.evaluation.figures.note')}</p>
      <Accordion multiple variant="contained" order={3}>
        {report.endpoints.flatMap(({ endpoint, estimator, version, figures }) =>
          figures.map((figure) => (
            <FigureItem key={`${endpoint} ${figure.id}`} figure={figure} estimator={`${estimator} ${version}`} />
          )),
        )}
      </Accordion>
    </Card>
  )
}

function FigureItem({ figure, estimator }: { figure: Figure; estimator: string }) {
  const { t, locale, language } = useTexts()
  return (
    <Accordion.Item value={figure.id}>
      <Accordion.Control>
        <Group justify="space-between" gap="xs" pr="sm">
          <span>{figureName(figure.id, t)}</span>
          <span>{summary()}</span>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Facts facts={facts()} />
      </Accordion.Panel>
    </Accordion.Item>
  )

  function summary() {
    if (figure.status !== 'estimated') return <span className="quiet">{noFigureText(figure, t)}</span>
    const { level, lower, upper } = figure.interval
    return (
      <>
        <strong>{formatShare(figure.estimate, language)}</strong>{' '}
        <span className="quiet">
          {t('portal.evaluation.figures.interval', {
            level: formatBound(level, locale),
            lower: formatShare(lower, language),
            upper: formatShare(upper, language),
          })}
        </span>
      </>
    )
  }

  function facts(): [string, string][] {
    const word = (key: 'numerator' | 'denominator' | 'patients' | 'effective' | 'method' | 'estimator') =>
      t(`portal.evaluation.figures.${key}`)
    if (figure.status !== 'estimated') return [[word('estimator'), estimator]]
    return [
      [word('numerator'), formatNumber(figure.numerator, locale)],
      [word('denominator'), formatNumber(figure.denominator, locale)],
      [word('patients'), formatNumber(figure.patients, locale)],
      [word('effective'), formatNumber(figure.effectivePatients, locale)],
      [word('method'), figure.interval.method],
      [word('estimator'), estimator],
    ]
  }
}
