import type { PacsSettings } from '@assay/contracts'
import { Button, Table } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { remove } from '../../../api/request.ts'
import { termOf } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'
import { ErrorNotice } from '../../../layout/error-notice.tsx'

/** The PACS that may be asked. */
export function PacsTable({ all }: { all: readonly PacsSettings[] }) {
  const { t } = useTexts()
  const columns = [
    ...[t('waysIn.pull.name'), t('waysIn.pull.url'), t('waysIn.pull.addresses'), t('desk.intake.category')],
    t('desk.intake.provenance'),
  ]
  return (
    <Table className="stack" mb="lg">
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{column}</Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {all.map(({ name, url, addresses, category, provenance }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td data-label={columns[1]} style={{ overflowWrap: 'anywhere' }}>
              {url}
            </Table.Td>
            <Table.Td data-label={columns[2]}>{addresses.join(', ')}</Table.Td>
            <Table.Td data-label={columns[3]}>{termOf('category', category, t)}</Table.Td>
            <Table.Td data-label={columns[4]}>{t(`common.provenance.${provenance}`)}</Table.Td>
            <Table.Td>
              <Forget name={name} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Forget({ name }: { name: string }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const forget = useMutation({
    mutationFn: () => remove(`/api/pacs/${encodeURIComponent(name)}`),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={forget.isPending}
        onClick={() => forget.mutate()}
        aria-label={t('waysIn.pull.removeOf', { name })}
      >
        {t('waysIn.pull.remove')}
      </Button>
      <ErrorNotice error={forget.error} />
    </>
  )
}
