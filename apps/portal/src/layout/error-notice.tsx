import { errorText } from '@assay/messages'
import { Alert } from '@mantine/core'
import { ApiError, ConnectionError } from '../api/request.ts'
import { useTexts } from '../app/texts.ts'

/** What went wrong, in the catalogue's words. Nothing where nothing did. */
export function ErrorNotice({ error }: { error: unknown }) {
  const { t, language } = useTexts()
  if (!error) return null
  return (
    <Alert color="red" variant="light" role="alert" my="sm">
      ⚠ {wordsOf()}
    </Alert>
  )

  function wordsOf(): string {
    if (error instanceof ApiError) return errorText(language, error)
    return t(error instanceof ConnectionError ? 'common.unreachable' : 'common.unreadable')
  }
}
