import type { DataSheet } from '@assay/contracts'
import { dataSheetRule, dataSheetStated, fitnessOf, measuredText } from '@assay/messages'
import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { dataSheetQuery } from '../../api/desk.ts'
import { formatCount, formatInstant } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'
import { FindingList } from '../studies/finding-list.tsx'
import { Declared } from './data-sheet-declared.tsx'
import { Composition, PassportsOfCases } from './data-sheet-tables.tsx'

/** A sealed set's data sheet: whether it is fit, what was found, what is in it, and what is known of its quality. */
export function DataSheetPage() {
  const { t } = useTexts()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return (
    <Loaded query={useQuery(dataSheetQuery(id))}>
      {(sheet) => {
        const { category, task, version, testSetId } = sheet
        const named = { category: termOf('category', category, t), task: termOf('task', task, t), version }
        return (
          <Page
            title={t('dataSheet.title')}
            intro={
              <>
                {t('dataSheet.subtitle', named)}. {t('dataSheet.intro')}{' '}
                <Link to="/test-sets">{t('dataSheet.toSets')}</Link>
              </>
            }
            acts={<Downloads id={testSetId} />}
          >
            <Fitness sheet={sheet} />
            <Found sheet={sheet} />
            <Contents sheet={sheet} />
            <Declared sheet={sheet} />
            <Composition sheet={sheet} />
            <PassportsOfCases sheet={sheet} />
            <Characteristics sheet={sheet} />
          </Page>
        )
      }}
    </Loaded>
  )
}

function Downloads({ id }: { id: string }) {
  const { t, language } = useTexts()
  const path = `/api/test-sets/${encodeURIComponent(id)}/data-sheet`
  return (
    <>
      <Button component="a" href={`${path}.pdf?language=${language}`} download={`data-sheet.${language}.pdf`}>
        {t('dataSheet.pdf')}
      </Button>
      <Button component="a" variant="default" href={path} download="data-sheet.json">
        {t('dataSheet.json')}
      </Button>
    </>
  )
}

const tones = { accept: 'good', warn: 'remark', quarantine: 'open', reject: 'bad' } as const satisfies Record<
  string,
  Tone
>

function Fitness({ sheet }: { sheet: DataSheet }) {
  const { t, locale } = useTexts()
  const { word, counts } = fitnessOf(sheet)
  return (
    <Card>
      <p style={{ fontSize: '1.25rem', margin: '0 0 6px' }}>
        <StateMark tone={tones[sheet.use.verdict]}>{t(word)}</StateMark>
      </p>
      <p style={{ margin: 0 }}>
        {t('dataSheet.fitSentence', counts)} <span className="quiet">{t('dataSheet.fitDetail', counts)}</span>
      </p>
      <p className="quiet" style={{ marginBottom: 0 }}>
        {formatInstant(sheet.issuedAt, locale)}
      </p>
    </Card>
  )
}

function Found({ sheet: { use } }: { sheet: DataSheet }) {
  const { t } = useTexts()
  const held = use.outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'inconclusive')
  return (
    <Card title={t('dataSheet.section.findings')}>
      {held.length === 0 ? <Empty>{t('dataSheet.nothing')}</Empty> : <FindingList outcomes={held} level={3} />}
    </Card>
  )
}

function Contents({ sheet }: { sheet: DataSheet }) {
  const { t, locale } = useTexts()
  return (
    <Card title={t('dataSheet.section.what')}>
      <Facts
        facts={[
          [t('dataSheet.hospital'), sheet.hospital],
          [t('dataSheet.provenance'), t(`common.provenance.${sheet.provenance}`)],
          [t('dataSheet.sealed'), formatInstant(sheet.sealedAt, locale)],
          [t('dataSheet.patients'), formatCount(sheet.patients, locale)],
          [t('dataSheet.cases'), formatCount(sheet.cases, locale)],
          [t('dataSheet.manifest'), <Hash key="hash" value={sheet.manifestHash} />],
        ]}
      />
    </Card>
  )
}

function Characteristics({ sheet: { characteristics, use } }: { sheet: DataSheet }) {
  const { t, language } = useTexts()
  const columns = (['characteristic', 'figure', 'rules'] as const).map((one) => t(`dataSheet.column.${one}`))
  return (
    <Card title={t('dataSheet.section.characteristics')}>
      <p className="quiet">{t('dataSheet.characteristicsText')}</p>
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
            {characteristics.map(({ name, figures, rules }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{t(`dataSheet.characteristic.${name}`)}</Table.Th>
                <Table.Td data-label={columns[1]}>
                  <Lines
                    texts={[
                      dataSheetStated(language, name) ?? [],
                      figures.map((figure) => measuredText(language, figure)),
                    ].flat()}
                  />
                </Table.Td>
                <Table.Td data-label={columns[2]}>
                  <Lines texts={rules.map((rule) => dataSheetRule(language, rule, use.outcomes))} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </Card>
  )
}

function Lines({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) return <span className="quiet">–</span>
  return [...new Set(texts)].map((text) => <div key={text}>{text}</div>)
}
