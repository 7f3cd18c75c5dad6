import { resources, type Translator } from '@assay/messages'

const known = resources.en.translation.desk.policy
type KnownPolicy = keyof typeof known

const isKnown = (id: string): id is KnownPolicy => Object.hasOwn(known, id)

/** Title and status of a release policy in words of the language; its own where the catalogue has none yet. */
export function policyWords(
  { id, title, status }: { id: string; title: string; status: string },
  t: Translator,
): { title: string; status: string } {
  if (!isKnown(id)) return { title, status }
  return { title: t(`desk.policy.${id}.title`), status: t(`desk.policy.${id}.status`) }
}

/** Title of a release policy of which only the id is known. */
export function policyTitle(id: string, t: Translator): string {
  return policyWords({ id, title: id, status: '' }, t).title
}
