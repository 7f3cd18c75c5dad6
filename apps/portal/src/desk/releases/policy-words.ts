import { resources, type Translator } from '@assay/messages'

const known = resources.en.translation.desk.policy

/** Title and status of a release policy in words of the language; its own where the catalogue has none yet. */
export function policyWords(
  { id, title, status }: { id: string; title: string; status: string },
  t: Translator,
): { title: string; status: string } {
  if (!Object.hasOwn(known, id)) return { title, status }
  const name = id as keyof typeof known
  return { title: t(`desk.policy.${name}.title`), status: t(`desk.policy.${name}.status`) }
}
