import { Link } from '@tanstack/react-router'
import { formatInstant } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'

interface TaskRowProps {
  readonly to: string
  /** What is to be done. */
  readonly task: string
  readonly about: string
  /** Instant since which it waits. */
  readonly since: string
}

/** Something that waits for the person. */
export function TaskRow({ to, task, about, since }: TaskRowProps) {
  const { t, locale } = useTexts()
  return (
    <li>
      <Link to={to} className="row-link">
        <span aria-hidden="true">→ </span>
        <span className="row-title">{task}</span>
        <div className="quiet">
          {about} · {t('common.since', { when: formatInstant(since, locale) })}
        </div>
      </Link>
    </li>
  )
}
