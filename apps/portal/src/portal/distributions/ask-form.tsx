import { uuid } from '@assay/contracts'
import { z } from 'zod'
import type { Hospital } from '../../api/hub.ts'
import { send } from '../../api/request.ts'
import { categoryChoices } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { AskHospitalsForm } from '../hospitals/ask-hospitals-form.tsx'

/** Asks hospitals for the distributions of a category. */
export function AskForm({ hospitals }: { hospitals: readonly Hospital[] }) {
  const { t } = useTexts()
  return (
    <AskHospitalsForm
      hospitals={hospitals}
      words={{
        title: t('distributions.ask'),
        about: t('distributions.askAbout'),
        hospitals: t('distributions.hospitals'),
        submit: t('distributions.submit'),
      }}
      choice={{ label: t('distributions.category'), data: categoryChoices(t) }}
      fewest={1}
      ask={(category, asked) =>
        send('POST', '/api/distributions', { category, hospitals: asked }, z.object({ requestId: uuid }))
      }
    />
  )
}
