import { Loader } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTexts } from '../app/texts.ts'
import { ErrorNotice } from './error-notice.tsx'

/** Shows what a query brought; until then that it loads, or why it can't. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const { t } = useTexts()
  if (query.data !== undefined)
    return (
      <>
        <ErrorNotice error={query.error} />
        {children(query.data)}
      </>
    )
  if (query.error) return <ErrorNotice error={query.error} />
  return <Loader size="sm" role="status" aria-label={t('common.loading')} />
}
