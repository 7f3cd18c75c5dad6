import { uuid } from '@assay/contracts'
import type { MessageKey } from '@assay/messages'
import { Button, Checkbox, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import type { Hospital } from '../../api/hub.ts'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'

const categories = [
  ...(['ecg', 'lung-ct', 'liver-ct', 'fracture-ct', 'brain-mri', 'cardiac-mri', 'coronary-cta'] as const),
  'ophthalmology' as const,
]

/** Asks hospitals for the distributions of a category. */
export function AskForm({ hospitals }: { hospitals: readonly Hospital[] }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [category, chooseCategory] = useState<string>('ecg')
  const [asked, choose] = useState<string[]>([])
  const ask = useMutation({
    mutationFn: () => send('POST', '/api/distributions', { category, hospitals: asked }, z.object({ requestId: uuid })),
    onSuccess: () => choose([]),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card title={t('distributions.ask')} className="no-print">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate()
        }}
      >
        <Stack maw={620}>
          <p style={{ margin: 0 }}>{t('distributions.askAbout')}</p>
          <NativeSelect
            label={t('distributions.category')}
            value={category}
            onChange={({ currentTarget: { value } }) => chooseCategory(value)}
            data={categories.map((value) => ({ value, label: t(`common.category.${value}` as MessageKey) }))}
          />
          <Checkbox.Group label={t('distributions.hospitals')} value={asked} onChange={choose}>
            <Stack gap="xs" mt="xs">
              {hospitals.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
          <ErrorNotice error={ask.error} />
          <Button
            type="submit"
            disabled={asked.length === 0}
            loading={ask.isPending}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('distributions.submit')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
