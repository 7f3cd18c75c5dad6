import { Link } from '@tanstack/react-router'
import { formatInstant } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'

interface TaskRowProps {
  readonly to: string
  /** What the page is asked to show. */
  readonly search?: Readonly<Record<string, string>>
  /** Which part of it. */
  readonly hash?: string
  /** What is to be done. */
  readonly task: string
  readonly about?: string
  /** Instant since which it waits. */
  readonly since?: string
}

/** Something that waits for the person. */
export function TaskRow({ to, search = {}, hash, task, about, since }: TaskRowProps) {
  const { t, locale } = useTexts()
  const words = [about, since && t('common.since', { when: formatInstant(since, locale) })].filter(Boolean)
  return (
    <li>
      <Link to={to} search={search as never} {...(hash ? { hash } : {})} className="row-link">
        <span aria-hidden="true">→ </span>
        <span className="row-title">{task}</span>
        {words.length > 0 ? <div className="quiet">{words.join(' · ')}</div> : null}
      </Link>
    </li>
  )
}
