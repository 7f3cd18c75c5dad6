import type { Figure, ReportDocument } from '@assay/report/document'
import { figureName } from '@assay/report/document'
import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTexts } from '../../app/texts.ts'
import { ForestChart, type ForestRow } from '../../charts/forest-chart.tsx'
import { Card } from '../../layout/card.tsx'
import { figureText } from './figure-text.ts'
import { intervalOf } from './interval-of.ts'

/** One figure, hospital by hospital and over all. */
export function HospitalForest({ report }: { report: ReportDocument }) {
  const { t, language } = useTexts()
  const choices = useMemo(() => choicesOf(report), [report])
  const [chosen, choose] = useState(
    report.criteria[0] ? keyOf(report.criteria[0].endpoint, report.criteria[0].figure.id) : null,
  )
  const choice = choices.find(({ key }) => key === chosen) ?? choices[0]
  const rows = useMemo((): ForestRow[] => {
    if (!choice) return []
    const row = (label: string, figure: Figure | undefined): ForestRow => ({
      label,
      ...intervalOf(figure),
      note: figureText(figure, { t, language }, true),
    })
    return [
      ...choice.parts.map(({ name, figure }) => row(name, figure)),
      { ...row(t('portal.evaluation.all'), choice.whole), isTotal: true },
    ]
  }, [choice, t, language])
  if (!choice) return null
  return (
    <Card title={t('portal.evaluation.byHospital')}>
      <Select
        label={t('portal.evaluation.figureShown')}
        data={choices.map(({ key, endpoint, figure }) => ({ value: key, label: figureName(figure, t, endpoint) }))}
        value={choice.key}
        onChange={choose}
        allowDeselect={false}
        maw={460}
        mb="sm"
        className="no-print"
      />
      <ForestChart
        rows={rows}
        measure={choice.whole.measure}
        label={rows.map(({ label, note }) => `${label}: ${note}`).join('; ')}
      />
      <p className="quiet">{t('portal.evaluation.byHospitalNote')}</p>
    </Card>
  )
}

interface Choice {
  readonly key: string
  readonly endpoint: string
  readonly figure: string
  readonly whole: Figure
  readonly parts: readonly { name: string; figure: Figure | undefined }[]
}

function choicesOf({ endpoints, hospitals }: ReportDocument): Choice[] {
  return endpoints.flatMap(({ endpoint, figures, perHospital }) =>
    figures.map((whole) => ({
      key: keyOf(endpoint, whole.id),
      endpoint,
      figure: whole.id,
      whole,
      parts: hospitals.map(({ hospitalId, name }) => ({
        name,
        figure: perHospital.find((one) => one.hospitalId === hospitalId)?.figures.find(({ id }) => id === whole.id),
      })),
    })),
  )
}

function keyOf(endpoint: string, figure: string): string {
  return `${endpoint} ${figure}`
}
