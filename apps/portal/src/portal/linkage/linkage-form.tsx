import { uuid } from '@assay/contracts'
import { Button, Checkbox, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import type { Hospital } from '../../api/hub.ts'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'

const subjects = ['patients', 'images'] as const

/** Asks hospitals to find what they share. */
export function LinkageForm({ hospitals }: { hospitals: readonly Hospital[] }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [subject, chooseSubject] = useState<string>('patients')
  const [members, choose] = useState<string[]>([])
  const ask = useMutation({
    mutationFn: () => send('POST', '/api/linkages', { subject, hospitals: members }, z.object({ roundId: uuid })),
    onSuccess: () => choose([]),
    onSettled: () => queries.invalidateQueries(),
  })
  if (hospitals.length < 2)
    return (
      <Card title={t('linkage.start')}>
        <Empty>{t('linkage.tooFew')}</Empty>
      </Card>
    )
  return (
    <Card title={t('linkage.start')} className="no-print">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate()
        }}
      >
        <Stack maw={620}>
          <p style={{ margin: 0 }}>{t('linkage.startAbout')}</p>
          <NativeSelect
            label={t('linkage.subjectLabel')}
            value={subject}
            onChange={({ currentTarget: { value } }) => chooseSubject(value)}
            data={subjects.map((value) => ({ value, label: t(`linkage.subject.${value}`) }))}
          />
          <Checkbox.Group label={t('linkage.hospitals')} value={members} onChange={choose}>
            <Stack gap="xs" mt="xs">
              {hospitals.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </Stack>
          </Checkbox.Group>
          <ErrorNotice error={ask.error} />
          <Button
            type="submit"
            disabled={members.length < 2}
            loading={ask.isPending}
            style={{ alignSelf: 'flex-start' }}
          >
            {t('linkage.submit')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
