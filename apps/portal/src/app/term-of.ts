import { resources, type Translator } from '@assay/messages'

const { task, category, estimator, isolationPart } = resources.en.translation.common
const known = { task, category, estimator }

/** The words for a task, category or estimator; its name where the catalogue has none yet. */
export function termOf(kind: keyof typeof known, name: string, t: Translator): string {
  if (!Object.hasOwn(known[kind], name)) return name
  if (kind === 'task') return t(`common.task.${name as keyof typeof task}`)
  if (kind === 'category') return t(`common.category.${name as keyof typeof category}`)
  return t(`common.estimator.${name as keyof typeof estimator}`)
}

/** The kinds of data there are words for, to choose from. */
export function categoryChoices(t: Translator): { value: string; label: string }[] {
  return Object.keys(category).map((value) => ({ value, label: termOf('category', value, t) }))
}

/** Parts of an isolation that are in force, in words. */
export function isolationPartsText(parts: readonly string[], t: Translator): string {
  const words = parts.map((part) =>
    Object.hasOwn(isolationPart, part) ? t(`common.isolationPart.${part as keyof typeof isolationPart}`) : part,
  )
  return words.join(t('common.listSeparator'))
}
