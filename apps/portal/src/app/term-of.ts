import { resources, type Translator } from '@assay/messages'

const { task, category } = resources.en.translation.common
const known = { task, category }

/** The words for a task or category; its name where the catalogue has none yet. */
export function termOf(kind: 'task' | 'category', name: string, t: Translator): string {
  if (!Object.hasOwn(known[kind], name)) return name
  return kind === 'task'
    ? t(`common.task.${name as keyof typeof task}`)
    : t(`common.category.${name as keyof typeof category}`)
}
