import type { RuleOutcome } from '@assay/contracts'
import { findingText, ruleName } from '@assay/messages'
import { Title } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { StateMark } from '../../layout/state-mark.tsx'
import { FindingPictures } from './finding-pictures.tsx'
import { VerdictMark } from './verdict-mark.tsx'

interface FindingListProps {
  readonly outcomes: readonly RuleOutcome[]
  readonly level: 3 | 4
  /** The study in the index, if slices of it can be shown. */
  readonly studyId?: string | undefined
}

/** What rules found, one after the other: what is wrong, where, and what to do. */
export function FindingList({ outcomes, level, studyId }: FindingListProps) {
  return outcomes.map((outcome) => (
    <Findings
      key={`${outcome.ruleSet} ${outcome.rule} ${outcome.series}`}
      outcome={outcome}
      level={level}
      studyId={studyId}
    />
  ))
}

interface FindingsProps extends Omit<FindingListProps, 'outcomes'> {
  readonly outcome: RuleOutcome
}

function Findings({ outcome, level, studyId }: FindingsProps) {
  const { t, language } = useTexts()
  const { verdict, findings, found } = outcome
  const texts = findings.map((finding) => findingText(language, finding))
  const places = new Set(texts.map(({ where }) => where))
  const place = texts.length > 1 && places.size === 1 ? [...places][0] : undefined
  const advice = [...new Set(texts.map((one) => one.advice))]
  const more = found - findings.length
  return (
    <div className="finding">
      <Title order={level} size="h6">
        {ruleName(language, outcome)}{' '}
        {verdict === 'warn' ? (
          <StateMark tone="remark">{t('quality.remark')}</StateMark>
        ) : (
          <VerdictMark verdict={verdict} />
        )}
      </Title>
      {place ? <p className="quiet">{unbroken(place)}</p> : null}
      <ul>
        {texts.map(({ what, where }) => (
          <li key={`${what} ${where}`}>
            {what} {where && !place ? <span className="quiet">({unbroken(where)})</span> : null}
          </li>
        ))}
      </ul>
      {more > 0 ? <p>{t('quality.passport.more', { count: more })}</p> : null}
      {studyId ? <FindingPictures outcome={outcome} studyId={studyId} /> : null}
      {advice.map((text) => (
        <p key={text}>{t('quality.passport.advice', { advice: text })}</p>
      ))}
    </div>
  )
}

/** No line ends between the mark of a shortened identifier and what is left of it. */
function unbroken(place: string): string {
  return place.replaceAll('…', '…\u2060')
}
