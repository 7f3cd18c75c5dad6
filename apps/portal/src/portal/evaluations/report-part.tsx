import { useQuery } from '@tanstack/react-query'
import { reportQuery } from '../../api/hub.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { ConductTable } from './conduct-table.tsx'
import { Downloads } from './downloads.tsx'
import { FiguresPanel } from './figures-panel.tsx'
import { HospitalForest } from './hospital-forest.tsx'
import { Notices } from './notices.tsx'
import { VerdictPanel } from './verdict-panel.tsx'

/** The report, on the page. */
export function ReportPart({ id }: { id: string }) {
  return (
    <Loaded query={useQuery(reportQuery(id))}>
      {(report) => (
        <>
          <Notices report={report} />
          <VerdictPanel report={report} />
          <Downloads id={id} />
          <HospitalForest report={report} />
          <ConductTable report={report} />
          <FiguresPanel report={report} />
        </>
      )}
    </Loaded>
  )
}
