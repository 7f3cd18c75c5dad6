import type { HospitalEvaluationState, ReleasePreview } from '@assay/contracts'
import { SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { deskEvaluationQuery, releaseQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Hash } from '../../layout/hash.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { Page } from '../../layout/page.tsx'
import { CellsTable } from './cells-table.tsx'
import { policyWords } from './policy-words.ts'
import { ReleasePanel } from './release-panel.tsx'

/** Exactly what would leave, what stays and why, who could read it; then one act. */
export function ReleasePage() {
  const { t } = useTexts()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const evaluation = useQuery(deskEvaluationQuery(id))
  const release = useQuery(releaseQuery(id))
  return (
    <Loaded query={evaluation}>
      {({ title, state }) => (
        <Page
          title={t('desk.release.title', { title })}
          intro={state === 'scored' ? t('desk.release.intro') : t(`desk.state.${state}`)}
        >
          <Loaded query={release}>
            {(preview) => (
              <>
                <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
                  <div>
                    <Leaves preview={preview} tense={tenseOf(state)} />
                    <Bytes preview={preview} tense={tenseOf(state)} />
                  </div>
                  <div>
                    <Stays preview={preview} />
                    <Readers preview={preview} />
                  </div>
                </SimpleGrid>
                {state === 'scored' ? <ReleasePanel evaluationId={id} sha256={preview.sha256} /> : null}
              </>
            )}
          </Loaded>
        </Page>
      )}
    </Loaded>
  )
}

/** Before the decision, after a release, or after nothing was released. */
type Tense = 'scored' | 'released' | 'withheld'

function tenseOf(state: HospitalEvaluationState): Tense {
  return state === 'scored' || state === 'released' ? state : 'withheld'
}

interface PartProps {
  readonly preview: ReleasePreview
  readonly tense: Tense
}

function Leaves({ preview: { cells }, tense }: PartProps) {
  const { t } = useTexts()
  const leaving = cells.filter(({ leaves }) => !isKept(leaves))
  return (
    <Card title={t(`desk.release.leaves.${tense}`)}>
      <p style={{ marginTop: 0 }}>{t(`desk.release.leavesIntro.${tense}`, { count: leaving.length })}</p>
      <CellsTable cells={leaving} />
    </Card>
  )
}

function Bytes({ preview: { bytes, sha256 }, tense }: PartProps) {
  const { t } = useTexts()
  return (
    <Card title={t('desk.release.bytes')}>
      <p style={{ marginTop: 0 }}>
        {t(`desk.release.bytesIntro.${tense}`)} <Hash value={sha256} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
      <pre className="bytes" tabIndex={0}>
        {bytes}
      </pre>
    </Card>
  )
}

function Stays({ preview: { cells, policy } }: { preview: ReleasePreview }) {
  const { t } = useTexts()
  const kept = cells.filter(({ leaves }) => isKept(leaves))
  return (
    <Card title={t('desk.release.stays')}>
      <p style={{ marginTop: 0 }}>{t('desk.release.staysIntro')}</p>
      {kept.length === 0 ? (
        <p>{t('desk.release.staysNone', { policy: policyWords(policy, t).title })}</p>
      ) : (
        <>
          <p>{t('desk.release.staysCount', { count: kept.length, policy: policyWords(policy, t).title })}</p>
          <CellsTable cells={kept} />
        </>
      )}
    </Card>
  )
}

function Readers({ preview: { policy, earlierReleases } }: { preview: ReleasePreview }) {
  const { t } = useTexts()
  const { version } = policy
  return (
    <>
      <Card title={t('desk.release.readers')}>
        <p style={{ marginTop: 0 }}>{t(`desk.release.recipient.${policy.recipient}`)}</p>
        <p className="quiet">{t('desk.release.policy', { version, ...policyWords(policy, t) })}</p>
      </Card>
      <Card title={t('desk.release.earlier')}>
        {earlierReleases.length === 0 ? t('desk.release.earlierNone') : null}
        <ul className="plain-list">
          {earlierReleases.map(({ number, deviceName, at, cells }) => (
            <li key={number}>
              {t('desk.release.earlierOne', { number, name: deviceName, cells })} · <Moment at={at} />
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

function isKept(leaves: ReleasePreview['cells'][number]['leaves']): boolean {
  return leaves === 'suppressed' || leaves === 'not-collected'
}
