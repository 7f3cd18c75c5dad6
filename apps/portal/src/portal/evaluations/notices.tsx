import { type ReportDocument, unseenWay } from '@assay/report/document'
import { Alert } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'

/** What a reader must know before any figure. */
export function Notices({ report }: { report: ReportDocument }) {
  const wayOfRunning = unseenWay(report)
  return (
    <>
      {report.synthetic ? <Notice about="synthetic" /> : null}
      {wayOfRunning ? <Notice about={`notSeen.${wayOfRunning}`} /> : null}
      {report.isolation === 'not-isolated' ? <Notice about="notIsolated" /> : null}
    </>
  )
}

/** A mark that stands before everything that it is true of. */
export function Notice({
  about,
}: {
  about: 'synthetic' | 'syntheticPlanned' | 'notIsolated' | 'notSeen.results-file' | 'notSeen.appliance'
}) {
  const { t } = useTexts()
  return (
    <Alert color="orange" variant="light" mb="sm" role="note" c="dark">
      <strong aria-hidden="true">⚠</strong> {t(`portal.evaluation.${about}`)}
    </Alert>
  )
}
