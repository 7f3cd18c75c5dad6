import { beatDevices, beatReferences, confusionMatrix, countBeats } from '@assay/report/charts'
import { useCallback } from 'react'
import { formatCount } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'
import { type Drawing, Drawn } from './drawn.tsx'

/** Beats by class in the reference and by the device, as in the report. */
export function BeatsChart({ counts }: { counts: Readonly<Record<string, number>> }) {
  const { t, locale } = useTexts()
  const draw = useCallback(
    (drawing: Drawing) =>
      confusionMatrix(countBeats(counts), {
        ...drawing,
        width: Math.min(drawing.width, 640),
        referenceTitle: t('report.matrix.reference'),
        deviceTitle: t('report.matrix.device'),
        references: beatReferences.map((id) => ({ id, label: t(`report.matrix.rows.${id}`) })),
        devices: beatDevices.map((id) => ({ id, label: t(`report.matrix.columns.${id}`) })),
        formatCount: (count) => formatCount(count, locale),
      }),
    [counts, t, locale],
  )
  const seen = countBeats(counts).filter(({ count }) => count)
  const words = seen.map(({ reference, device, count }) => `${reference} → ${device}: ${count}`)
  return <Drawn draw={draw} leastWidth={460} label={`${t('portal.evaluation.missed.matrix')} ${words.join('; ')}`} />
}
