import { type Dataset, texts } from '@assay/formats'
import { holdersOf, tagOf } from './attributes.ts'

/** Values of an attribute as text, wherever in the file it stands, each once; none where it is absent or empty. */
export function valuesOf(dataset: Dataset, path: string): string[] {
  const tag = tagOf(path)
  return [...new Set(holdersOf(dataset, path).flatMap(({ dataset: holder }) => texts(holder, tag)))]
}
