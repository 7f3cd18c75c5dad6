import { Group, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useTexts } from '../app/texts.ts'

interface PageProps {
  readonly title: string
  /** One line below the title. */
  readonly intro?: ReactNode
  /** The page's acts, beside the title. */
  readonly acts?: ReactNode
  readonly children: ReactNode
}

/** One page: its title, what it is for, its content. */
export function Page({ title, intro, acts, children }: PageProps) {
  const { t } = useTexts()
  useEffect(() => {
    document.title = `${title} · ${t('common.brand')}`
  }, [title, t])
  return (
    <>
      <Group justify="space-between" align="flex-start" mb={intro ? 4 : 'lg'} gap="sm">
        <Title order={1} size="h2" style={{ maxWidth: '46rem' }}>
          {title}
        </Title>
        {acts ? <Group className="no-print">{acts}</Group> : null}
      </Group>
      {intro ? (
        <div className="quiet" style={{ marginBottom: 24, maxWidth: '46rem' }}>
          {intro}
        </div>
      ) : null}
      {children}
    </>
  )
}
