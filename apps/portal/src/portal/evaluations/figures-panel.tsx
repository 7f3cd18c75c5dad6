import type { Figure, ReportDocument, ReportEndpoint } from '@assay/report/document'
import { figureName } from '@assay/report/document'
import { Accordion, Group } from '@mantine/core'
import { formatBound } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { FigureFacts } from './figure-facts.tsx'
import { FigureSources } from './figure-sources.tsx'
import { figureText, valueText } from './figure-text.ts'

/** Every figure with its interval; each can be opened to how it is computed, over whom, and where it comes from. */
export function FiguresPanel({ report }: { report: ReportDocument }) {
  const { t } = useTexts()
  return (
    <Card title={t('portal.evaluation.figures.title')}>
      <p className="quiet">{t('portal.evaluation.figures.note')}</p>
      <Accordion multiple variant="contained" order={3}>
        {report.endpoints.flatMap((endpoint) =>
          endpoint.figures.map((figure) => (
            <FigureItem key={`${endpoint.endpoint} ${figure.id}`} {...{ figure, endpoint, report }} />
          )),
        )}
      </Accordion>
    </Card>
  )
}

interface FigureItemProps {
  readonly figure: Figure
  readonly endpoint: ReportEndpoint
  readonly report: ReportDocument
}

function FigureItem({ figure, endpoint, report }: FigureItemProps) {
  const { t } = useTexts()
  return (
    <Accordion.Item value={`${endpoint.endpoint}-${figure.id}`}>
      <Accordion.Control>
        <Group justify="space-between" gap="xs" pr="sm">
          <span>{figureName(figure.id, t, endpoint.endpoint)}</span>
          <Summary figure={figure} />
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <FigureFacts figure={figure} endpoint={endpoint} />
        <FigureSources {...{ figure, endpoint, report }} />
      </Accordion.Panel>
    </Accordion.Item>
  )
}

function Summary({ figure }: { figure: Figure }) {
  const { t, locale, language } = useTexts()
  const words = figureText(figure, { t, language })
  if (figure.status !== 'estimated') return <span className="quiet">{words}</span>
  const { level, lower, upper } = figure.interval
  return (
    <span>
      <strong>{words}</strong>{' '}
      <span className="quiet">
        {t('portal.evaluation.figures.interval', {
          level: formatBound(level, locale),
          lower: valueText(lower, figure.measure, language, 'lower'),
          upper: valueText(upper, figure.measure, language, 'upper'),
        })}
      </span>
    </span>
  )
}
