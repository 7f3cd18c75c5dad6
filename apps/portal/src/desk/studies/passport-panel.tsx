import { isOfCategory, type QualityPassport, type RuleOutcome, type StudyVerdict } from '@assay/contracts'
import { passportKey, ruleName, tierKey } from '@assay/messages'
import { Table } from '@mantine/core'
import { formatCount, formatInstant } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'
import { StateMark } from '../../layout/state-mark.tsx'
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
  const isJudged = examined.length > 0
  const counts = { count: held.length, total: examined.length, passedOver: outcomes.length - examined.length }
  return (
    <>
      <Card title={t(passportKey(passport, 'title'))}>
        <p style={{ fontSize: '1.25rem', margin: '0 0 6px' }}>
          {isJudged ? (
            <VerdictMark verdict={verdict} />
          ) : (
            <StateMark tone="quiet">{t('quality.passport.notJudged')}</StateMark>
          )}
        </p>
        <p style={{ margin: 0 }}>
          {isJudged
            ? t(passportKey(passport, held.length === 0 ? 'allPassed' : 'someHeld'), counts)
            : t('quality.passport.noneJudged')}{' '}
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
      {isOfCategory(passport) ? <NotJudged outcomes={outcomes} /> : null}
      <PassportDetails passport={passport} />
    </>
  )
}

/** Rules that had nothing to go by, each with its reason. */
function NotJudged({ outcomes }: { outcomes: readonly RuleOutcome[] }) {
  const { t, language } = useTexts()
  const passedOver = outcomes.filter(({ outcome }) => outcome === 'not-applicable')
  if (passedOver.length === 0) return null
  return (
    <Card title={t('fullSample.study.notJudged')}>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {passedOver.map(({ ruleSet, rule, check, reason }) => (
          <li key={`${ruleSet} ${rule}`}>
            {ruleName(language, { rule, check })}
            {reason ? `${t('common.colon')}${t(`quality.notApplicable.${reason}`)}` : null}
          </li>
        ))}
      </ul>
    </Card>
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
                {outcomes.some((one) => one.tier === tier && one.outcome !== 'not-applicable') ? (
                  <VerdictMark verdict={verdict} />
                ) : (
                  <StateMark tone="quiet">{t('quality.passport.notJudged')}</StateMark>
                )}
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
