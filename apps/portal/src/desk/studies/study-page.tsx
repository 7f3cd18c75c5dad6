import type { StudyView } from '@assay/contracts'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { studyQuarantineQuery, studyQuery } from '../../api/desk.ts'
import { signedPassportsQuery } from '../../api/passports.ts'
import { modalityWords, sexWords } from '../../app/dicom-words.ts'
import { formatBytes, formatCount, formatDay } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { Page } from '../../layout/page.tsx'
import { SignedList } from '../passports/signed-list.tsx'
import { Signing } from '../passports/signing.tsx'
import { QuarantineActs } from '../quarantine/quarantine-acts.tsx'
import { PassportPanel } from './passport-panel.tsx'
import { SeriesTable } from './series-table.tsx'

/** A study: its passport first, then what it is. */
export function StudyPage() {
  const { t } = useTexts()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return (
    <Loaded query={useQuery(studyQuery(id))}>
      {(study) => (
        <Page
          title={t('fullSample.study.title', { patient: study.patient })}
          acts={study.passport ? <Downloads id={id} /> : null}
        >
          {study.passport ? (
            <PassportPanel passport={study.passport} verdict={study.verdict} studyId={id} />
          ) : (
            <Card title={t('fullSample.study.passport')}>
              <p role="status">{t('fullSample.study.pending')}</p>
            </Card>
          )}
          <InQuarantine studyId={id} />
          {study.passport ? <Signed studyId={id} /> : null}
          <About study={study} />
        </Page>
      )}
    </Loaded>
  )
}

function Downloads({ id }: { id: string }) {
  const { t, language } = useTexts()
  const path = `/api/studies/${encodeURIComponent(id)}/passport`
  return (
    <>
      <Button component="a" href={`${path}.pdf?language=${language}`} download="passport.pdf">
        {t('fullSample.study.pdf')}
      </Button>
      <Button component="a" variant="default" href={`${path}.json`} download="passport.json">
        {t('fullSample.study.json')}
      </Button>
    </>
  )
}

/** Signing the passport, and what was signed of this study before. */
function Signed({ studyId }: { studyId: string }) {
  const signed = useQuery(signedPassportsQuery(studyId)).data ?? []
  return (
    <Signing of="studies" id={studyId}>
      {signed.length > 0 ? <SignedList signed={signed} /> : null}
    </Signing>
  )
}

/** The acts on this study, while it waits for a decision. */
function InQuarantine({ studyId }: { studyId: string }) {
  const { t } = useTexts()
  const entries = useQuery(studyQuarantineQuery(studyId)).data ?? []
  const own = entries.find(({ what }) => what === 'study')
  if (!own) return null
  return (
    <Card title={t('fullSample.study.inQuarantine')}>
      <QuarantineActs entry={own} />
    </Card>
  )
}

function About({ study }: { study: StudyView }) {
  const { t, locale } = useTexts()
  const stated = (value: string) => value || t('fullSample.studies.unknown')
  const { category, provenance, modality, manufacturer, model, bodyPart, studyDate, instances, bytes } = study
  return (
    <>
      <Card title={t('fullSample.study.about')}>
        <Facts
          facts={[
            [t('fullSample.studies.category'), termOf('category', category, t)],
            [t('fullSample.studies.modality'), stated(modalityWords(modality, t))],
            [t('fullSample.studies.manufacturer'), stated([manufacturer, model].filter(Boolean).join(' '))],
            [t('fullSample.studies.bodyPart'), stated(bodyPart)],
            [t('fullSample.studies.sex'), stated(sexWords(study.sex, t))],
            [
              t('fullSample.studies.ageBand'),
              study.ageBand ? t('fullSample.studies.years', { band: study.ageBand }) : stated(''),
            ],
            [t('fullSample.studies.date'), studyDate ? formatDay(studyDate, locale) : t('fullSample.studies.noDate')],
            [t('fullSample.studies.instances'), `${formatCount(instances, locale)} · ${formatBytes(bytes, locale)}`],
            [t('fullSample.studies.added'), <Moment key="added" at={study.addedAt} />],
            [t('fullSample.study.provenance'), t(`common.provenance.${provenance}`)],
            [t('fullSample.study.uid'), <Hash key="uid" value={study.uid} />],
            ...(study.manifestHash
              ? [[t('fullSample.study.manifest'), <Hash key="hash" value={study.manifestHash} />] as const]
              : []),
          ]}
        />
      </Card>
      <SeriesTable series={study.seriesList} />
    </>
  )
}
