import { errorBody, type IntakeRun, type Quarantined } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { studyQuery } from '../../api/desk.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'
import { sourceOf } from '../intake/runs/source-of.ts'
import { FindingList } from '../studies/finding-list.tsx'
import { EntryName } from './entry-name.tsx'
import { QuarantineActs } from './quarantine-acts.tsx'

const tones: Record<Quarantined['state'], Tone> = {
  waiting: 'open',
  accepted: 'good',
  discarded: 'quiet',
  resolved: 'quiet',
}

/** Something that was put aside: what, why, where, and what to do. */
export function QuarantineEntry({ entry, run }: { entry: Quarantined; run: IntakeRun | undefined }) {
  const { t } = useTexts()
  const { state, studyId } = entry
  return (
    <Card
      title={
        <span className="mono-title">
          <EntryName entry={entry} />
        </span>
      }
    >
      <Group gap="md" mb="xs">
        <StateMark tone={tones[state]}>{t(`fullSample.quarantine.state.${state}`)}</StateMark>
        <span className="quiet">
          {t('fullSample.quarantine.since')} <Moment at={entry.at} />
        </span>
        {run ? (
          <span className="quiet">
            {t('fullSample.quarantine.from')} <Link to={`/intake/${run.id}`}>{sourceOf(run, t)}</Link> ·{' '}
            {termOf('category', run.category, t)}
          </span>
        ) : null}
      </Group>
      <Why entry={entry} />
      {studyId ? (
        <p>
          <Link to={`/studies/${studyId}`}>{t('fullSample.quarantine.toStudy')}</Link>
        </p>
      ) : null}
      <Decided entry={entry} />
      {state === 'waiting' ? <QuarantineActs entry={entry} /> : null}
    </Card>
  )
}

/** Why it was put aside. What is in question of a study is what its passport says now. */
function Why({ entry }: { entry: Quarantined }) {
  const { what, state, studyId } = entry
  if (what === 'study' && state === 'waiting' && studyId) return <StudyFindings studyId={studyId} />
  return <Reason entry={entry} />
}

function Reason({ entry: { code, parameters } }: { entry: Quarantined }) {
  const { language } = useTexts()
  const known = errorBody.safeParse({ error: { code, parameters } })
  return <p style={{ margin: 0 }}>{known.success ? errorText(language, known.data.error) : code}</p>
}

function StudyFindings({ studyId }: { studyId: string }) {
  const { t } = useTexts()
  return (
    <Loaded query={useQuery(studyQuery(studyId))}>
      {({ passport }) =>
        passport ? (
          <FindingList
            level={3}
            studyId={studyId}
            outcomes={passport.outcomes.filter(({ verdict }) => verdict === 'quarantine' || verdict === 'reject')}
          />
        ) : (
          <p>{t('fullSample.quarantine.notChecked')}</p>
        )
      }
    </Loaded>
  )
}

function Decided({ entry: { decidedAt, reason } }: { entry: Quarantined }) {
  const { t } = useTexts()
  if (!decidedAt) return null
  return (
    <p className="quiet">
      {t('fullSample.quarantine.decided')} <Moment at={decidedAt} />
      {reason ? ` · ${t('fullSample.quarantine.reason')}: ${reason}` : null}
    </p>
  )
}
