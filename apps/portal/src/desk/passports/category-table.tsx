import type { DirectoryRow } from '@assay/contracts'
import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatCount } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Scrolled } from '../../layout/scrolled.tsx'

const counted = ['studies', 'good', 'held', 'bad'] as const

/** Kinds of data with what became of their studies, each leading to its passport. */
export function CategoryTable({ rows }: { rows: readonly DirectoryRow[] }) {
  const { t, locale } = useTexts()
  return (
    <Scrolled>
      <Table className="stack">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('passports.category')}</Table.Th>
            {counted.map((column) => (
              <Table.Th key={column} className="count">
                {t(`passports.${column}`)}
              </Table.Th>
            ))}
            <Table.Th>{t('passports.open')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ value: category, ...counts }) => (
            <Table.Tr key={category}>
              <Table.Th scope="row">{termOf('category', category, t)}</Table.Th>
              {counted.map((column) => (
                <Table.Td key={column} className="count" data-label={t(`passports.${column}`)}>
                  {formatCount(counts[column], locale)}
                </Table.Td>
              ))}
              <Table.Td data-label={t('passports.open')}>
                <Link to={`/passports/categories/${category}`}>
                  {t('passports.openOf', { category: termOf('category', category, t) })}
                </Link>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}
