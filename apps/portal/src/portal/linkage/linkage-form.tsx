import { uuid } from '@assay/contracts'
import { z } from 'zod'
import type { Hospital } from '../../api/hub.ts'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { AskHospitalsForm } from '../hospitals/ask-hospitals-form.tsx'

const subjects = ['patients', 'images'] as const

/** Asks hospitals to find what they share. */
export function LinkageForm({ hospitals }: { hospitals: readonly Hospital[] }) {
  const { t } = useTexts()
  if (hospitals.length < 2)
    return (
      <Card title={t('linkage.start')}>
        <Empty>{t('linkage.tooFew')}</Empty>
      </Card>
    )
  return (
    <AskHospitalsForm
      hospitals={hospitals}
      words={{
        title: t('linkage.start'),
        about: t('linkage.startAbout'),
        hospitals: t('linkage.hospitals'),
        submit: t('linkage.submit'),
      }}
      choice={{
        label: t('linkage.subjectLabel'),
        data: subjects.map((value) => ({ value, label: t(`linkage.subject.${value}`) })),
      }}
      fewest={2}
      ask={(subject, members) =>
        send('POST', '/api/linkages', { subject, hospitals: members }, z.object({ roundId: uuid }))
      }
    />
  )
}
