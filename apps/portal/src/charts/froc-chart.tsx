import { type FrocCounts, formatShare, frocChart, ratesOf } from '@assay/report/charts'
import type { Figure } from '@assay/report/document'
import { useCallback } from 'react'
import { useTexts } from '../app/texts.ts'
import { type Drawing, Drawn } from './drawn.tsx'

/** An FROC curve, as in the report. */
export function FrocChart({ counted, figures }: { counted: FrocCounts; figures: readonly Figure[] }) {
  const { t, language } = useTexts()
  const draw = useCallback(
    (drawing: Drawing) =>
      frocChart(counted, ratesOf(figures), {
        ...drawing,
        width: Math.min(drawing.width, 760),
        xLabel: t('detection.curve.x'),
        yLabel: t('detection.curve.y'),
      }),
    [counted, figures, t],
  )
  const points = ratesOf(figures).map(({ rate, estimate }) =>
    t('detection.curve.point', { rate, sensitivity: formatShare(estimate, language) }),
  )
  return <Drawn draw={draw} leastWidth={420} label={t('detection.curve.label', { points: points.join('; ') })} />
}
