import { Button, FileInput, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { verifySignedPassport } from '../../api/passports.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { SignedFacts, VerificationResult } from './verification-result.tsx'

/** Verifying a file that somebody shows. */
export function VerifyForm() {
  const { t } = useTexts()
  const [file, choose] = useState<File | null>(null)
  const verify = useMutation({ mutationFn: async (chosen: File) => verifySignedPassport(await readJson(chosen)) })
  const change = (chosen: File | null) => {
    choose(chosen)
    verify.reset()
  }
  return (
    <Card title={t('passports.check.title')} className="no-print">
      <p className="quiet">{t('passports.check.intro')}</p>
      <Group align="flex-end" gap="sm">
        <FileInput
          label={t('passports.check.file')}
          accept="application/json,.json"
          value={file}
          onChange={change}
          clearable={false}
          miw={280}
        />
        <Button
          variant="default"
          disabled={!file}
          loading={verify.isPending}
          onClick={() => file && verify.mutate(file)}
        >
          {t('passports.check.submit')}
        </Button>
      </Group>
      <ErrorNotice error={verify.error} />
      {verify.data ? (
        <div role="status" style={{ marginTop: 16 }}>
          <VerificationResult verification={verify.data} />
          {verify.data.signed ? <SignedFacts signed={verify.data.signed} /> : null}
        </div>
      ) : null}
    </Card>
  )
}

/** A file's JSON; what is none is verified as such, and fails. */
async function readJson(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text())
  } catch {
    return null
  }
}
