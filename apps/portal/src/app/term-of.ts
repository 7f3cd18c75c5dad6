import { resources, type Translator } from '@assay/messages'

const { task, category, isolationPart } = resources.en.translation.common
const known = { task, category }

/** The words for a task or category; its name where the catalogue has none yet. */
export function termOf(kind: 'task' | 'category', name: string, t: Translator): string {
  if (!Object.hasOwn(known[kind], name)) return name
  return kind === 'task'
    ? t(`common.task.${name as keyof typeof task}`)
    : t(`common.category.${name as keyof typeof category}`)
}

/** The kinds of data there are words for, to choose from. */
export function categoryChoices(t: Translator): { value: string; label: string }[] {
  return Object.keys(category).map((value) => ({ value, label: termOf('category', value, t) }))
}

/** The tasks there are words for, to choose from. */
export function taskChoices(t: Translator): { value: string; label: string }[] {
  return Object.keys(task).map((value) => ({ value, label: termOf('task', value, t) }))
}

/** Parts of an isolation that are in force, in words. */
export function isolationPartsText(parts: readonly string[], t: Translator): string {
  const words = parts.map((part) =>
    Object.hasOwn(isolationPart, part) ? t(`common.isolationPart.${part as keyof typeof isolationPart}`) : part,
  )
  return words.join(t('common.listSeparator'))
}
