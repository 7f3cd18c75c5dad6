import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { signPassport } from '../../api/passports.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'

interface SigningProps {
  readonly of: 'studies' | 'categories'
  readonly id: string
  /** What was signed before. */
  readonly children: ReactNode
}

/** Signing a passport, what that means, and what was signed before. Leads to the signed passport. */
export function Signing({ of, id, children }: SigningProps) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const sign = useMutation({
    mutationFn: () => signPassport(of, id),
    onSuccess: async (signed) => {
      await queries.invalidateQueries({ queryKey: ['signed-passports'] })
      await navigate({ to: `/passports/signed/${signed.id}` })
    },
  })
  return (
    <Card title={t('passports.signed.title')}>
      <p style={{ marginTop: 0 }}>{t('passports.signMeaning')}</p>
      <Button className="no-print" variant="default" loading={sign.isPending} onClick={() => sign.mutate()}>
        {t('passports.sign')}
      </Button>
      <ErrorNotice error={sign.error} />
      {children}
    </Card>
  )
}
