import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { IntegrationSubject, SameContent } from '../subject/integration.ts'

const parameters = z.strictObject({
  /** What to look for: the same picture under another patient, in another study of the patient, or twice in this one. */
  among: z.enum(['other-patients', 'other-studies', 'this-study']),
})

/**
 * No picture or signal comes twice. Compared is what was decoded, so that another file name, UID or compression hides
 * nothing: the same pixels under two patients are a mistaken identity, or a set that counts one person twice.
 */
export const contentUnique: Check<IntegrationSubject, z.infer<typeof parameters>> = {
  id: 'content-unique',
  version: 1,
  tier: 3,
  parameters,
  examine: (subject, { among }) => {
    if (subject.contents.length === 0) return { notApplicable: 'nothing-decoded' }
    return { findings: among === 'this-study' ? twiceHere(subject) : elsewhere(subject, among) }
  },
}

function elsewhere(
  { id, patient, sameContents }: IntegrationSubject,
  among: 'other-patients' | 'other-studies',
): Finding[] {
  const isMeant = (one: SameContent) =>
    among === 'other-patients' ? one.patient !== patient : one.patient === patient && one.study !== id
  const code = among === 'other-patients' ? 'content-of-another-patient' : 'content-in-another-study'
  return sameContents.filter(isMeant).map(({ file, study }) => ({ code, parameters: { study }, where: { file } }))
}

function twiceHere({ contents }: IntegrationSubject): Finding[] {
  const groups = Map.groupBy(contents, ({ sha256 }) => sha256)
  return [...groups.values()].flatMap(([first, ...again]) =>
    again.map(({ file }): Finding => ({ code: 'content-twice', parameters: { other: first!.file }, where: { file } })),
  )
}
