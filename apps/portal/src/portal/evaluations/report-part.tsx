import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAccount } from '../../access/use-session.ts'
import { reportQuery } from '../../api/hub.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { TrainingCard } from '../../training/training-card.tsx'
import { ConductTable } from './conduct-table.tsx'
import { DetectionPanel } from './detection-panel.tsx'
import { Downloads } from './downloads.tsx'
import { FiguresPanel } from './figures-panel.tsx'
import { HospitalForest } from './hospital-forest.tsx'
import { MissedPanel } from './missed-panel.tsx'
import { Notices } from './notices.tsx'
import { markRead } from './read-reports.ts'
import { VerdictPanel } from './verdict-panel.tsx'

/** The report, on the page. */
export function ReportPart({ id }: { id: string }) {
  const { id: reader } = useAccount()
  useEffect(() => markRead(reader, id), [reader, id])
  return (
    <Loaded query={useQuery(reportQuery(id))}>
      {(report) => (
        <>
          <Notices report={report} />
          <VerdictPanel report={report} />
          <Downloads id={id} />
          <HospitalForest report={report} />
          <MissedPanel report={report} />
          <DetectionPanel report={report} />
          <ConductTable report={report} />
          <TrainingCard
            training={report.protocol.training}
            hospitals={report.hospitals.map(({ name, training }) => ({ name, check: training }))}
          />
          <FiguresPanel report={report} />
        </>
      )}
    </Loaded>
  )
}
