import type { ResultsFileView } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { resultsFileQuery } from '../../api/desk.ts'
import { formatInstant, shortHash } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Loaded } from '../../layout/loaded.tsx'

/** Of an evaluation by results file: that Assay saw nothing of the run, and what people recorded of it. */
export function ResultsProvenance({ evaluationId }: { evaluationId: string }) {
  const { t } = useTexts()
  return (
    <Card title={t('desk.resultsFile.provenance.title')}>
      <p style={{ marginTop: 0 }}>⚠ {t('desk.resultsFile.provenance.text')}</p>
      <Loaded query={useQuery(resultsFileQuery(evaluationId))}>{(view) => <Record view={view} />}</Loaded>
    </Card>
  )
}

function Record({ view: { supervision, archiveHash, archivesBrought } }: { view: ResultsFileView }) {
  const { t, locale } = useTexts()
  if (!supervision) return null
  const { supervisor, office, place, startedAt, endedAt, how, inputsHeldBy, deviceVersion, versionReadFrom } =
    supervision
  const words = 'desk.resultsFile.provenance'
  const [from, to] = [startedAt, endedAt].map((at) => formatInstant(at, locale)) as [string, string]
  const archive = archiveHash
    ? t(`${words}.archiveText`, { hash: shortHash(archiveHash), count: archivesBrought })
    : t(`${words}.notTaken`)
  return (
    <Facts
      facts={[
        [t(`${words}.by`), t(`${words}.office`, { supervisor, office })],
        [t(`${words}.place`), place],
        [t(`${words}.when`), t(`${words}.span`, { from, to })],
        [t(`${words}.version`), t(`${words}.versionText`, { version: deviceVersion, from: versionReadFrom })],
        [t(`${words}.how`), how],
        [t(`${words}.heldBy`), inputsHeldBy],
        [t(`${words}.archive`), archive],
      ]}
    />
  )
}
