import type { QualityPassport, RuleOutcome, StudyVerdict } from '@assay/contracts'
import { passportKey, tierKey } from '@assay/messages'
import { Table } from '@mantine/core'
import { formatCount, formatInstant } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'
import { FindingList } from './finding-list.tsx'
import { PassportDetails } from './passport-details.tsx'
import { VerdictMark } from './verdict-mark.tsx'

const isHeld = ({ outcome }: RuleOutcome) => outcome === 'failed' || outcome === 'inconclusive'

interface PassportPanelProps {
  readonly passport: QualityPassport
  readonly verdict: StudyVerdict
  /** The study in the index, if slices of it can be shown. */
  readonly studyId?: string
}

/** The quality passport of a study or of a category: the verdict, each tier's, what was found and where, what was measured, by which rules. */
export function PassportPanel({ passport, verdict, studyId }: PassportPanelProps) {
  const { t, locale } = useTexts()
  const { outcomes, issuedAt, ruleSets } = passport
  const held = outcomes.filter(isHeld)
  const examined = outcomes.filter(({ outcome }) => outcome !== 'not-applicable')
  const counts = { held: held.length, total: examined.length, passedOver: outcomes.length - examined.length }
  return (
    <>
      <Card title={t(passportKey(passport, 'title'))}>
        <p style={{ fontSize: '1.25rem', margin: '0 0 6px' }}>
          <VerdictMark verdict={verdict} />
        </p>
        <p style={{ margin: 0 }}>
          {t(passportKey(passport, held.length === 0 ? 'allPassed' : 'someHeld'), counts)}{' '}
          <span className="quiet">{t('quality.passport.passedOver', counts)}</span>
        </p>
        {verdict === 'accepted-by-steward' ? <p>{t('fullSample.study.byStewardBefore')}</p> : null}
        <p className="quiet">
          {t('fullSample.study.issued', { when: formatInstant(issuedAt, locale), rules: ruleSets.length })}
        </p>
        <Tiers passport={passport} />
      </Card>
      <Card title={t('fullSample.study.found')}>
        {held.length === 0 ? (
          <Empty>{t('quality.passport.nothing')}</Empty>
        ) : (
          <FindingList outcomes={held} level={3} studyId={studyId} />
        )}
      </Card>
      <PassportDetails passport={passport} />
    </>
  )
}

const shownOutcomes = ['passed', 'failed', 'inconclusive', 'not-applicable'] as const

function Tiers({ passport: { tiers, outcomes } }: { passport: QualityPassport }) {
  const { t, locale } = useTexts()
  return (
    <Scrolled>
      <Table className="stack">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('quality.passport.column.tier')}</Table.Th>
            <Table.Th>{t('quality.passport.column.verdict')}</Table.Th>
            {shownOutcomes.map((outcome) => (
              <Table.Th key={outcome} className="count">
                {t(`quality.outcome.${outcome}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tiers.map(({ tier, verdict }) => (
            <Table.Tr key={tier}>
              <Table.Th scope="row">
                {tier} {t(tierKey(tier))}
              </Table.Th>
              <Table.Td data-label={t('quality.passport.column.verdict')}>
                <VerdictMark verdict={verdict} />
              </Table.Td>
              {shownOutcomes.map((outcome) => (
                <Table.Td key={outcome} className="count" data-label={t(`quality.outcome.${outcome}`)}>
                  {formatCount(outcomes.filter((one) => one.tier === tier && one.outcome === outcome).length, locale)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}
