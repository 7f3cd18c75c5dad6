import { Link } from '@tanstack/react-router'
import { useTexts } from '../app/texts.ts'
import { Page } from './page.tsx'

/** No page at this address. */
export function NowherePage() {
  const { t } = useTexts()
  return (
    <Page title={t('common.nowhere')}>
      <Link to="/">{t('common.toHome')}</Link>
    </Page>
  )
}
