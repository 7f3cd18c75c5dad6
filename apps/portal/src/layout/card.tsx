import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** A titled part of a page, a landmark of its own. */
export function Card({
  title,
  children,
  className = '',
}: {
  title?: ReactNode
  children: ReactNode
  className?: string
}) {
  const id = useId()
  return (
    <section className={`card ${className}`} aria-labelledby={title ? id : undefined} style={{ marginBottom: 20 }}>
      {title ? (
        <Title order={2} size="h4" id={id} mb="sm">
          {title}
        </Title>
      ) : null}
      {children}
    </section>
  )
}
