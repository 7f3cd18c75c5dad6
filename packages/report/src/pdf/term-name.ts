import { resources, type Translator } from '@assay/messages'

const { category, task } = resources.en.translation.common
const known = { category, task }

/** A category or a task in words; its id where there are none. */
export function termName(kind: keyof typeof known, id: string, t: Translator): string {
  if (!Object.hasOwn(known[kind], id)) return id
  return kind === 'category'
    ? t(`common.category.${id as keyof typeof category}`)
    : t(`common.task.${id as keyof typeof task}`)
}
