import type { LinkageSubject } from '@assay/contracts'
import { Title } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'

/** What leaves the hospital, and what nobody can learn from it. */
export function LinkageMeaning({ subject }: { subject: LinkageSubject }) {
  const { t } = useTexts()
  return (
    <div className="two-columns">
      <div>
        <Title order={3} size="h5">
          {t('linkage.leaves')}
        </Title>
        <p>{t('linkage.leavesText')}</p>
      </div>
      <div>
        <Title order={3} size="h5">
          {t('linkage.stays')}
        </Title>
        <p>{t(`linkage.staysText.${subject}`)}</p>
      </div>
    </div>
  )
}
