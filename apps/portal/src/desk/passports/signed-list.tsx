import type { SignedPassport } from '@assay/contracts'
import { Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatInstant, shortHash } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Scrolled } from '../../layout/scrolled.tsx'
import { VerdictMark } from '../studies/verdict-mark.tsx'
import { subjectWords } from './subject-words.ts'

const columns = ['what', 'category', 'verdict', 'at', 'by', 'hash'] as const
const mostListed = 500

/** Passports that were signed, each leading to its page. */
export function SignedList({ signed }: { signed: readonly SignedPassport[] }) {
  const { t } = useTexts()
  const title = (column: (typeof columns)[number]) =>
    t(column === 'category' ? 'passports.category' : `passports.signed.${column}`)
  return (
    <>
      <Scrolled>
        <Table className="stack">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column}>{title(column)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {signed.map((one) => (
              <Row key={one.id} signed={one} title={title} />
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
      {signed.length >= mostListed ? (
        <p className="quiet">{t('passports.signed.listed', { count: mostListed })}</p>
      ) : null}
    </>
  )
}

interface RowProps {
  readonly signed: SignedPassport
  readonly title: (column: (typeof columns)[number]) => string
}

function Row({ signed, title }: RowProps) {
  const { t, locale } = useTexts()
  const { id, category, verdict, signedAt, steward, sha256 } = signed
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Link to={`/passports/signed/${id}`}>{subjectWords(signed, t)}</Link>
      </Table.Th>
      <Table.Td data-label={title('category')}>{termOf('category', category, t)}</Table.Td>
      <Table.Td data-label={title('verdict')}>
        <VerdictMark verdict={verdict} />
      </Table.Td>
      <Table.Td data-label={title('at')}>{formatInstant(signedAt, locale)}</Table.Td>
      <Table.Td data-label={title('by')}>{steward}</Table.Td>
      <Table.Td data-label={title('hash')} className="mono">
        {shortHash(sha256)}
      </Table.Td>
    </Table.Tr>
  )
}
