import type { PacsSettings } from '@assay/contracts'
import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pacsQuery } from '../../../api/desk.ts'
import { useTexts } from '../../../app/texts.ts'
import { Empty } from '../../../layout/empty.tsx'
import { Loaded } from '../../../layout/loaded.tsx'
import { PacsForm } from './pacs-form.tsx'
import { PacsTable } from './pacs-table.tsx'
import { PullForm } from './pull-form.tsx'

/** Fetching studies from a PACS: asking what there is, fetching it, and which PACS may be asked. */
export function PacsPanel() {
  const { t } = useTexts()
  return (
    <>
      <p style={{ margin: '0 0 12px' }}>{t('waysIn.pull.about')}</p>
      <Loaded query={useQuery(pacsQuery)}>{(all) => <Known all={all} />}</Loaded>
    </>
  )
}

function Known({ all }: { all: readonly PacsSettings[] }) {
  const { t } = useTexts()
  return (
    <>
      {all.length === 0 ? <Empty>{t('waysIn.pull.none')}</Empty> : <PullForm all={all} />}
      <Title order={3} size="h5" mt="xl" mb="xs">
        {t('waysIn.pull.settings')}
      </Title>
      {all.length > 0 ? <PacsTable all={all} /> : null}
      <PacsForm />
    </>
  )
}
