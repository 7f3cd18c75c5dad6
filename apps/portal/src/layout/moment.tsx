import { formatInstant } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'

/** An instant, in the language's way. */
export function Moment({ at }: { at: string }) {
  const { locale } = useTexts()
  return <time dateTime={at}>{formatInstant(at, locale)}</time>
}
