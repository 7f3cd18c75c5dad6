import type { ReportDocument } from '@assay/report/document'
import { Alert } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'

/** What a reader must know before any figure. */
export function Notices({ report }: { report: ReportDocument }) {
  return (
    <>
      {report.synthetic ? <Notice about="synthetic" /> : null}
      {report.isolation === 'not-isolated' ? <Notice about="notIsolated" /> : null}
    </>
  )
}

/** A mark that stands before everything that it is true of. */
export function Notice({ about }: { about: 'synthetic' | 'syntheticPlanned' | 'notIsolated' }) {
  const { t } = useTexts()
  return (
    <Alert color="orange" variant="light" mb="sm" role="note" c="dark">
      <strong aria-hidden="true">⚠</strong> {t(`portal.evaluation.${about}`)}
    </Alert>
  )
}
