import { SegmentedControl } from '@mantine/core'
import { changeLanguage, useTexts } from '../app/texts.ts'

/** English or Chinese, each named in itself. */
export function LanguageSwitch() {
  const { t, language } = useTexts()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('common.language')}
      value={language}
      onChange={(to) => changeLanguage(to === 'zh' ? 'zh' : 'en')}
      data={[
        { value: 'en', label: 'English' },
        { value: 'zh', label: '中文' },
      ]}
    />
  )
}
