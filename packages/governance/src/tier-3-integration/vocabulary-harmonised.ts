import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { IntegrationSubject } from '../subject/integration.ts'

/** The one word for a thing, and the others that are in use for it. */
const vocabulary = z.record(z.string().min(1), z.array(z.string().min(1)))

const parameters = z.strictObject({
  /** Attribute, e.g. (0008,0070), → its vocabulary. */
  vocabularies: z.record(z.string().min(1), vocabulary),
})

/** Words of the attributes that sets are composed by are ones that the working group knows: one word for a thing. */
export const vocabularyHarmonised: Check<IntegrationSubject, z.infer<typeof parameters>> = {
  id: 'vocabulary-harmonised',
  version: 1,
  tier: 3,
  parameters,
  examine: ({ terms }, { vocabularies }) => {
    const spoken = terms.filter(({ attribute }) => attribute in vocabularies)
    if (spoken.length === 0) return { notApplicable: 'nothing-to-compare' }
    const unknown = spoken.filter(({ attribute, value }) => harmonise(value, vocabularies[attribute]!) === undefined)
    return {
      findings: unknown.map(({ file, attribute }) => ({ code: 'word-unknown', where: { file, attribute } })),
    }
  },
}

/** The vocabulary's word for a value, however it is written; undefined where it knows none. */
export function harmonise(value: string, words: z.infer<typeof vocabulary>): string | undefined {
  const plain = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s\p{P}]+/gu, ' ')
      .trim()
  const found = Object.entries(words).find(([word, others]) =>
    [word, ...others].some((one) => plain(one) === plain(value)),
  )
  return found?.[0]
}
