import type { QualityPassport, RuleOutcome } from '@assay/contracts'
import { checkName, measuredText, ownerName, passportKey, ruleName, sourceName } from '@assay/messages'
import { Table } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'

interface Cell {
  readonly text: string
  readonly isHash?: boolean
}

interface Row {
  readonly id: string
  readonly cells: readonly Cell[]
}

/** What a passport stands on: what was measured, the rule sets and their versions, and the rules one by one. */
export function PassportDetails({ passport }: { passport: QualityPassport }) {
  const { t } = useTexts()
  return (
    <>
      <Measured passport={passport} />
      <RuleSets passport={passport} />
      <Card>
        <details>
          <summary>{t('fullSample.study.rules')}</summary>
          <Rules outcomes={passport.outcomes} />
        </details>
      </Card>
    </>
  )
}

function Measured({ passport }: { passport: QualityPassport }) {
  const { t, language } = useTexts()
  const measured = passport.outcomes.filter(({ measurements }) => measurements.length > 0)
  if (measured.length === 0) return null
  return (
    <Card title={t('fullSample.study.measured')}>
      <Rows
        columns={(['check', 'series', 'measured', 'outcome'] as const).map((one) =>
          t(`quality.passport.column.${one}`),
        )}
        rows={measured.map(({ ruleSet, rule, check, series, measurements, outcome }) => ({
          id: `${ruleSet} ${rule} ${series}`,
          cells: [
            { text: ruleName(language, { rule, check }) },
            series ? { text: series, isHash: true } : { text: t(passportKey(passport, 'study')) },
            { text: measurements.map((one) => measuredText(language, one)).join(t('common.listSeparator')) },
            { text: t(`quality.outcome.${outcome}`) },
          ],
        }))}
      />
    </Card>
  )
}

function RuleSets({ passport: { ruleSets } }: { passport: QualityPassport }) {
  const { t, language } = useTexts()
  return (
    <Card title={t('fullSample.study.ruleSets')}>
      <p className="quiet">{t('quality.passport.ruleSetsText')}</p>
      <Rows
        columns={(['ruleSet', 'version', 'owner', 'instrument', 'hash'] as const).map((one) =>
          t(`quality.passport.column.${one}`),
        )}
        rows={ruleSets.map(({ id, title, version, owner, instrument, hash }) => ({
          id,
          cells: [
            ...[{ text: title[language] }, { text: `${version}` }, { text: ownerName(language, owner) }],
            {
              text: t('quality.passport.instrument', {
                name: sourceName(language, instrument),
                date: instrument.date ?? t('quality.passport.undated'),
                status: t(`quality.sourceStatus.${instrument.status}`),
              }),
            },
            { text: hash.slice(0, 12), isHash: true },
          ],
        }))}
      />
    </Card>
  )
}

function Rules({ outcomes }: { outcomes: readonly RuleOutcome[] }) {
  const { t, language } = useTexts()
  return (
    <Rows
      columns={(['rule', 'check', 'severity', 'outcome', 'hash'] as const).map((one) =>
        t(`quality.passport.column.${one}`),
      )}
      rows={outcomes.map((one) => ({
        id: `${one.ruleSet} ${one.rule} ${one.series}`,
        cells: [
          { text: `${one.ruleSet}/${one.rule}` },
          { text: `${checkName(language, one.check)} ${one.checkVersion}` },
          { text: t(`quality.severity.${one.severity}`) },
          { text: one.reason ? t(`quality.notApplicable.${one.reason}`) : t(`quality.outcome.${one.outcome}`) },
          { text: one.ruleHash.slice(0, 12), isHash: true },
        ],
      }))}
    />
  )
}

function Rows({ columns, rows }: { columns: readonly string[]; rows: readonly Row[] }) {
  return (
    <Scrolled>
      <Table className="stack">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ id, cells }) => (
            <Table.Tr key={id}>
              {cells.map(({ text, isHash }, column) => (
                <Table.Td key={columns[column]} data-label={columns[column]} className={isHash ? 'mono' : undefined}>
                  {text}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}
