import type { RunConduct } from '@assay/contracts'
import type { ReportDocument } from '@assay/report/document'
import { Table } from '@mantine/core'
import { countText } from '../../app/count-text.ts'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { StateMark } from '../../layout/state-mark.tsx'
import { hospitalTones } from './progress-panel.tsx'

/** How it was done at each hospital: data, isolation, how the cases ended, release. */
export function ConductTable({ report }: { report: ReportDocument }) {
  const { t, locale } = useTexts()
  return (
    <Card title={t('portal.evaluation.conduct.title')}>
      <div>
        <Table verticalSpacing="sm" className="stack">
          <Table.Thead>
            <Table.Tr>
              {(['hospital', 'data', 'isolation', 'failures', 'release'] as const).map((column) => (
                <Table.Th key={column}>{t(`portal.evaluation.conduct.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.hospitals.map((hospital) => (
              <Table.Tr key={hospital.hospitalId}>
                <Table.Th scope="row">{hospital.name}</Table.Th>
                <Table.Td data-label={t('portal.evaluation.conduct.data')}>
                  {t('portal.evaluation.conduct.dataText', {
                    provenance: t(`common.provenance.${hospital.provenance}`),
                    patients: countText('patients', hospital.patients, { t, locale }),
                    cases: countText('records', hospital.cases, { t, locale }),
                    version: hospital.testSetVersion,
                  })}
                </Table.Td>
                <Table.Td data-label={t('portal.evaluation.conduct.isolation')}>
                  {hospital.conduct ? <Isolation conduct={hospital.conduct} /> : '—'}
                </Table.Td>
                <Table.Td data-label={t('portal.evaluation.conduct.failures')}>
                  {hospital.conduct ? (
                    <Outcomes conduct={hospital.conduct} />
                  ) : (
                    t(`portal.evaluation.conduct.${hospital.state === 'withheld' ? 'notTold' : 'notRun'}`)
                  )}
                </Table.Td>
                <Table.Td data-label={t('portal.evaluation.conduct.release')}>
                  <StateMark tone={hospitalTones[hospital.state]}>{t(`report.state.${hospital.state}`)}</StateMark>
                  {hospital.reason ? <div className="quiet">{hospital.reason}</div> : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Card>
  )
}

const isolationTones = { bubblewrap: 'good', podman: 'good', docker: 'good', none: 'bad', 'not-seen': 'open' } as const

function Isolation({ conduct }: { conduct: RunConduct }) {
  const { t } = useTexts()
  return <StateMark tone={isolationTones[conduct.isolation]}>{t(`common.isolation.${conduct.isolation}`)}</StateMark>
}

function Outcomes({ conduct }: { conduct: RunConduct }) {
  const { t, locale } = useTexts()
  const outcomes = Object.entries(conduct.outcomes) as [keyof RunConduct['outcomes'], number][]
  const words = outcomes
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${formatCount(count, locale)} ${t(`common.caseOutcome.${outcome}`)}`)
  if (conduct.restarts > 0) words.push(t('portal.evaluation.conduct.restarts', { count: conduct.restarts }))
  const { cases, differing } = conduct.repeats
  if (cases > 0) words.push(t('portal.evaluation.conduct.repeats', { cases, differing }))
  return words.map((one) => <div key={one}>{one}</div>)
}
