import type { ListenerTls } from '@assay/contracts'
import { Title } from '@mantine/core'
import { formatInstant } from '../../../app/formats.ts'
import { useTexts } from '../../../app/texts.ts'
import { Facts } from '../../../layout/facts.tsx'
import { Hash } from '../../../layout/hash.tsx'
import { StateMark, type Tone } from '../../../layout/state-mark.tsx'
import { type CertificateState, certificateState } from './certificate-state.ts'

const shown = {
  valid: { tone: 'good', words: 'certificateOf' },
  soon: { tone: 'open', words: 'certificateSoon' },
  expired: { tone: 'bad', words: 'certificateExpired' },
  early: { tone: 'bad', words: 'certificateEarly' },
} as const satisfies Record<CertificateState, { tone: Tone; words: string }>

/** The state of the files that TLS stands on. */
export function CertificateFacts({ files }: { files: ListenerTls }) {
  const { t } = useTexts()
  const { certificate, hasKey, authorities } = files
  return (
    <>
      <Title order={3} size="h5" mt="lg">
        {t('waysIn.listener.certificate')}
      </Title>
      <p className="quiet">{t('waysIn.listener.certificateAbout')}</p>
      <Facts
        facts={[
          [t('waysIn.listener.certificate'), <Certificate key="certificate" certificate={certificate} />],
          ...(certificate
            ? [[t('waysIn.listener.fingerprint'), <Hash key="hash" value={certificate.sha256} />] as const]
            : []),
          [
            t('waysIn.listener.key'),
            <StateMark key="key" tone={hasKey ? 'good' : 'open'}>
              {t(hasKey ? 'waysIn.listener.keyThere' : 'waysIn.listener.keyMissing')}
            </StateMark>,
          ],
          [
            t('waysIn.listener.authorities'),
            <StateMark key="authorities" tone={authorities > 0 ? 'good' : 'open'}>
              {authorities > 0
                ? t('waysIn.listener.authoritiesThere', { count: authorities })
                : t('waysIn.listener.authoritiesMissing')}
            </StateMark>,
          ],
        ]}
      />
    </>
  )
}

function Certificate({ certificate }: { certificate: ListenerTls['certificate'] }) {
  const { t, locale } = useTexts()
  if (!certificate) return <StateMark tone="open">{t('waysIn.listener.certificateMissing')}</StateMark>
  const { names, from, to } = certificate
  const { state, days } = certificateState(certificate, new Date())
  const { tone, words } = shown[state]
  const filled = { names, from: formatInstant(from, locale), to: formatInstant(to, locale), count: days }
  return <StateMark tone={tone}>{t(`waysIn.listener.${words}`, filled)}</StateMark>
}
