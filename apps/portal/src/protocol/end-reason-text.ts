import { resources, type Translator } from '@assay/messages'

const { endReason } = resources.en.translation.portal.evaluation

/** Why an evaluation ended, in words; other details of its story as they are, since a person wrote them. */
export function endReasonText(detail: string | null, t: Translator): string | null {
  if (detail === null || !Object.hasOwn(endReason, detail)) return detail
  return t(`portal.evaluation.endReason.${detail as keyof typeof endReason}`)
}
