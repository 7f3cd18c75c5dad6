import type { ReleasePreview } from '@assay/contracts'
import { Button, Table } from '@mantine/core'
import { useState } from 'react'
import { formatNumber } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Scrolled } from '../../layout/scrolled.tsx'
import { cellName } from './cell-name.ts'

const shownAtFirst = 12

/** Cells of the summary, with what becomes of each. */
export function CellsTable({ cells }: { cells: ReleasePreview['cells'] }) {
  const { t, locale } = useTexts()
  const [all, showAll] = useState(false)
  const shown = all ? cells : cells.slice(0, shownAtFirst)
  return (
    <>
      <Scrolled className="cells">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('desk.release.cell')}</Table.Th>
              <Table.Th ta="right">{t('desk.release.value')}</Table.Th>
              <Table.Th ta="right">{t('desk.release.patients')}</Table.Th>
              <Table.Th>{t('desk.release.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ endpoint, name, value, patients, leaves }) => (
              <Table.Tr key={`${endpoint} ${name}`}>
                <Table.Th scope="row" fw={450}>
                  {cellName(name, t)}
                </Table.Th>
                <Table.Td ta="right">{formatNumber(value, locale, 4)}</Table.Td>
                <Table.Td ta="right">{formatNumber(patients, locale)}</Table.Td>
                <Table.Td>{t(`desk.release.how.${leaves}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
      {shown.length < cells.length ? (
        <Button variant="subtle" size="xs" onClick={() => showAll(true)}>
          {t('desk.release.showAll', { count: cells.length })}
        </Button>
      ) : null}
    </>
  )
}
