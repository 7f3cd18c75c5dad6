import { Alert } from '@mantine/core'
import type { ReportDocument } from '../../api/report-document.ts'
import { useTexts } from '../../app/texts.ts'

/** What a reader must know before any figure. */
export function Notices({ report }: { report: ReportDocument }) {
  const { t } = useTexts()
  const notices = [
    ...(report.synthetic ? (['synthetic'] as const) : []),
    ...(report.isolation === 'not-isolated' ? (['notIsolated'] as const) : []),
  ]
  return notices.map((one) => (
    <Alert key={one} color="orange" variant="light" mb="sm" role="note" c="dark">
      <strong>⚠</strong> {t(`portal.evaluation.${one}`)}
    </Alert>
  ))
}
