import { provenance } from '@assay/contracts'
import { Checkbox, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { categoryChoices } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { CategoryHint } from './folder/category-hint.tsx'

/** What data are declared to be: their kind, and where they come from. */
export function DeclaredFields({ hint = false }: { hint?: boolean }) {
  const { t } = useTexts()
  const categories = categoryChoices(t)
  const [category, choose] = useState(categories[0]!.value)
  return (
    <>
      <NativeSelect
        name="category"
        label={t('desk.intake.category')}
        data={categories}
        value={category}
        onChange={({ currentTarget: { value } }) => choose(value)}
      />
      {hint ? <CategoryHint category={category} /> : null}
      <NativeSelect
        name="provenance"
        label={t('desk.intake.provenance')}
        required
        withAsterisk={false}
        data={[{ value: '', label: t('common.choose') }, ...provenanceChoices(t)]}
      />
    </>
  )
}

/** Where data can come from, to choose from. */
export function provenanceChoices(t: ReturnType<typeof useTexts>['t']): { value: string; label: string }[] {
  return provenance.options.map((value) => ({ value, label: t(`common.provenance.${value}`) }))
}

/** Whether names may be shown. */
export function NeutralNames() {
  const { t } = useTexts()
  return (
    <Checkbox name="namesAreNeutral" value="true" label={t('waysIn.neutral')} description={t('waysIn.neutralHint')} />
  )
}

/** The fields of a form about a folder, as the interface takes them. */
export function declaredIn(form: FormData): Record<string, unknown> {
  const { namesAreNeutral, ...rest } = Object.fromEntries(form.entries())
  return { ...rest, ...(namesAreNeutral ? { namesAreNeutral: true } : {}) }
}
