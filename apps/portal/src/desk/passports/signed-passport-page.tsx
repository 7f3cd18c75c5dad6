import { passportFileName, type SignedPassportView } from '@assay/contracts'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { signedPassportQuery } from '../../api/passports.ts'
import { formatInstant } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PassportPanel } from '../studies/passport-panel.tsx'
import { HandingOn } from './handing-on.tsx'
import { subjectWords } from './subject-words.ts'
import { VerificationResult } from './verification-result.tsx'

/** A signed passport: whether it holds, who signed over which hash, how to hand it on, and what it says. */
export function SignedPassportPage() {
  const { t } = useTexts()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return (
    <Loaded query={useQuery(signedPassportQuery(id))}>
      {(signed) => (
        <Page title={t('passports.page.title')} intro={subjectWords(signed, t)} acts={<Downloads signed={signed} />}>
          <Card title={t('passports.page.holds')}>
            <VerificationResult verification={signed.verification} />
            <Signature signed={signed} />
          </Card>
          <HandingOn signed={signed} />
          <PassportPanel passport={signed.passport} verdict={signed.verdict} />
        </Page>
      )}
    </Loaded>
  )
}

const printed = [
  ['en', 'English'],
  ['zh', '中文'],
] as const

function Downloads({ signed: { id, sha256 } }: { signed: SignedPassportView }) {
  const { t } = useTexts()
  const path = `/api/signed-passports/${id}/passport`
  const name = passportFileName(sha256)
  return (
    <>
      <Button component="a" href={`${path}.json`} download={`${name}.json`}>
        {t('passports.page.file')}
      </Button>
      {printed.map(([language, word]) => (
        <Button
          key={language}
          component="a"
          variant="default"
          href={`${path}.pdf?language=${language}`}
          download={`${name}.${language}.pdf`}
        >
          {t('passports.page.pdf', { language: word })}
        </Button>
      ))}
    </>
  )
}

function Signature({ signed }: { signed: SignedPassportView }) {
  const { t, locale } = useTexts()
  const { file, steward, signedAt, issuedAt, sha256, studyId, patient, category } = signed
  const now =
    studyId === null ? (
      <Link to={`/passports/categories/${category}`}>{t('passports.page.toCategory')}</Link>
    ) : patient ? (
      <Link to={`/studies/${studyId}`}>{t('passports.page.toStudy')}</Link>
    ) : null
  return (
    <Facts
      facts={[
        [
          t('passports.page.of'),
          <span key="of">
            {subjectWords(signed, t)}
            {now ? ' · ' : null}
            {now}
          </span>,
        ],
        [t('passports.page.signer'), file.signer.name],
        [t('passports.page.steward'), steward],
        [t('passports.page.signedAt'), formatInstant(signedAt, locale)],
        [t('passports.page.issuedAt'), formatInstant(issuedAt, locale)],
        [t('passports.page.keyId'), <Hash key="key" value={file.signer.keyId} />],
        [t('passports.page.sha256'), <Hash key="hash" value={sha256} />],
      ]}
    />
  )
}
