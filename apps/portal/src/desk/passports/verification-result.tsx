import type { PassportVerification } from '@assay/contracts'
import { formatInstant } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'
import { VerdictMark } from '../studies/verdict-mark.tsx'

const tones = { passed: 'good', failed: 'bad', unverified: 'open' } as const satisfies Record<string, Tone>

/** What verifying a signed passport came to: the answer, then each check with what is wrong, in words. */
export function VerificationResult({ verification }: { verification: PassportVerification }) {
  const { t } = useTexts()
  const { outcome, checks, signed } = verification
  return (
    <>
      <p style={{ fontSize: '1.25rem', margin: '0 0 6px' }}>
        <StateMark tone={tones[outcome]}>
          {t(`passports.outcome.${outcome}`, { name: signed?.signer.name ?? '' })}
        </StateMark>
      </p>
      <ul className="plain-list" style={{ marginBottom: 16 }}>
        {checks.map(({ id, status, fault, where }) => (
          <li key={id} style={{ padding: '2px 0' }}>
            <StateMark tone={tones[status]}>{t(`passports.checks.${id}`)}</StateMark>
            {t('common.colon')}
            {fault ? t(`passports.fault.${fault}`, { where }) : t(`passports.status.${status}`)}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What a file says that it is, as far as it could be read. */
export function SignedFacts({ signed }: { signed: NonNullable<PassportVerification['signed']> }) {
  const { t, locale } = useTexts()
  const { signer, sha256, category, issuedAt, verdict } = signed
  return (
    <Facts
      facts={[
        [t('passports.category'), termOf('category', category, t)],
        [t('passports.signed.verdict'), <VerdictMark key="verdict" verdict={verdict} />],
        [t('passports.page.issuedAt'), formatInstant(issuedAt, locale)],
        [t('passports.page.signer'), signer.name],
        [t('passports.page.keyId'), <Hash key="key" value={signer.keyId} />],
        [t('passports.page.sha256'), <Hash key="hash" value={sha256} />],
      ]}
    />
  )
}
