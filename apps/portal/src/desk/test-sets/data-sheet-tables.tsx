import type { DataSheet } from '@assay/contracts'
import { stratumName, stratumValue } from '@assay/messages'
import { Table, Title } from '@mantine/core'
import { formatCount, formatNumber } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'

/** Patients by the values of each stratum. */
export function Composition({ sheet: { composition, patients } }: { sheet: DataSheet }) {
  const { t, language, locale } = useTexts()
  return (
    <Card title={t('dataSheet.section.composition')}>
      <div className="two-columns">
        {composition.map(({ stratum, values }) => (
          <section key={stratum}>
            <Title order={3} size="h6" mt="sm">
              {stratumName(language, stratum)}
            </Title>
            <Counts
              columns={[t('dataSheet.column.value'), t('dataSheet.column.patients'), t('dataSheet.column.share')]}
              rows={values.map(({ value, patients: some }) => [
                stratumValue(language, stratum, value),
                formatCount(some, locale),
                `${formatNumber((100 * some) / Math.max(1, patients), locale, 1)}\u00a0%`,
              ])}
            />
          </section>
        ))}
      </div>
    </Card>
  )
}

/** Cases by the verdict of their passports. */
export function PassportsOfCases({ sheet: { passports } }: { sheet: DataSheet }) {
  const { t, locale } = useTexts()
  return (
    <Card title={t('dataSheet.section.passports')}>
      <Counts
        columns={[t('dataSheet.column.verdict'), t('dataSheet.column.cases')]}
        rows={passports.map(({ verdict, cases }) => [
          verdict === 'none' ? t('dataSheet.noPassport') : t(`quality.verdict.${verdict}`),
          formatCount(cases, locale),
        ])}
      />
    </Card>
  )
}

/** A narrow table: what, then how many. */
function Counts({ columns, rows }: { columns: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <Table maw={520}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column, i) => (
            <Table.Th key={column} className={i > 0 ? 'count' : undefined}>
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, ...counts]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              {name}
            </Table.Th>
            {counts.map((count, i) => (
              <Table.Td key={columns[i + 1]} className="count">
                {count}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
