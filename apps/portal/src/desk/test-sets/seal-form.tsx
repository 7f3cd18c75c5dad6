import { testSetAnnouncement } from '@assay/contracts'
import { Button, MultiSelect, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { intakesQuery } from '../../api/desk.ts'
import { send } from '../../api/request.ts'
import { formatInstant } from '../../app/formats.ts'
import { categoryChoices, taskChoices } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { formOf } from '../../layout/form-of.ts'

/** Seals a new version of a test set. */
export function SealForm() {
  const { t, locale } = useTexts()
  const queries = useQueryClient()
  const { data: runs = [] } = useQuery(intakesQuery)
  const [intakes, choose] = useState<string[]>([])
  const seal = useMutation({
    mutationFn: (form: FormData) => {
      const chosen = intakes.length > 0 ? { intakes } : {}
      const body = { category: form.get('category'), task: form.get('task'), ...chosen }
      return send('POST', '/api/test-sets', body, testSetAnnouncement)
    },
    onSettled: () => queries.invalidateQueries(),
  })
  const finished = runs.filter(({ state, accepted, known }) => state === 'finished' && accepted + known > 0)
  if (finished.length === 0)
    return (
      <Card title={t('desk.testSets.seal')} className="no-print">
        <Empty>
          {t('desk.testSets.nothingToSeal')} <Link to="/intake">{t('desk.testSets.toIntake')}</Link>
        </Empty>
      </Card>
    )
  return (
    <Card title={t('desk.testSets.seal')} className="no-print">
      <form onSubmit={(event) => seal.mutate(formOf(event))}>
        <Stack maw={560}>
          <p style={{ margin: 0 }}>{t('desk.testSets.sealMeaning')}</p>
          <NativeSelect name="category" label={t('desk.intake.category')} data={categoryChoices(t)} />
          <NativeSelect name="task" label={t('desk.testSets.task')} data={taskChoices(t)} />
          <MultiSelect
            label={t('desk.testSets.intakes')}
            value={intakes}
            onChange={choose}
            data={finished.map(({ id, source, startedAt }) => ({
              value: id,
              label: `${source} · ${formatInstant(startedAt, locale)}`,
            }))}
          />
          <ErrorNotice error={seal.error} />
          <Button type="submit" loading={seal.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('desk.testSets.submit')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
