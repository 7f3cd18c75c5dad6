import { type StudyQuery, studyQuery } from '@assay/contracts'

/** What is asked of the index, as the address of the page holds it. */
export type Asked = Partial<Omit<StudyQuery, 'limit'>>

const keys = [
  ...(['category', 'modality', 'manufacturer', 'verdict', 'patient', 'from', 'to', 'after'] as const),
  // Where the steward comes from.
  ...(['intake', 'linkage'] as const),
]

/** What an address asks for; what it can't ask is left out. */
export function askedOf(search: Readonly<Record<string, unknown>>): Asked {
  const entries = keys.flatMap((key) => {
    const value = search[key]
    const text = typeof value === 'number' ? `${value}` : value
    const isGood = typeof text === 'string' && text !== '' && studyQuery.shape[key].safeParse(text).success
    return isGood ? [[key, text] as const] : []
  })
  return Object.fromEntries(entries)
}

/** The text of a query for what is asked. */
export function queryOf(asked: Asked): string {
  return new URLSearchParams(asked as Record<string, string>).toString()
}
