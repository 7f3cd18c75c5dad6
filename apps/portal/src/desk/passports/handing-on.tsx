import { passportFileName, type SignedPassportView, type TrustFile } from '@assay/contracts'
import { Button } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'

const steps = ['trust', 'run', 'result'] as const

/** How whoever receives a signed passport verifies it, and what the answer means. */
export function HandingOn({ signed: { file, sha256 } }: { signed: SignedPassportView }) {
  const { t } = useTexts()
  const trust: TrustFile = { schema: 'assay.trust/1', keys: [file.signer] }
  const href = `data:application/json,${encodeURIComponent(JSON.stringify(trust, null, 2))}`
  return (
    <Card title={t('passports.page.handOn')}>
      <p style={{ marginTop: 0 }}>{t('passports.page.handOnText')}</p>
      <pre className="bytes">{`npx assay verify ${passportFileName(sha256)}.json --trust trust.json`}</pre>
      <ol style={{ paddingLeft: 20 }}>
        {steps.map((step) => (
          <li key={step} style={{ margin: '6px 0' }}>
            {t(`passports.page.steps.${step}`)}
          </li>
        ))}
      </ol>
      <Button component="a" className="no-print" variant="default" href={href} download="trust.json">
        {t('passports.page.trust')}
      </Button>
    </Card>
  )
}
