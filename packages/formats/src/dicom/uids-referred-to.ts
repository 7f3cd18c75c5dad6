import { type Dataset, items } from './dataset.ts'
import { text } from './values.ts'

/** Of a study, a series and an instance that an object refers to. */
const referring = ['0020000D', '0020000E', '00081155']

/** More than any answer about one case names. */
const most = 100_000

/**
 * UIDs of studies, series and instances that stand in an object, at any depth: those that it refers to, and those of its own study and
 * series. A few objects name none but their own.
 */
export function uidsReferredTo(dataset: Dataset): Set<string> {
  const found = new Set<string>()
  collect(dataset, found)
  return found
}

function collect(dataset: Dataset, found: Set<string>): void {
  for (const tag of referring) {
    const uid = text(dataset, tag)
    if (uid !== undefined && found.size < most) found.add(uid)
  }
  for (const [tag, { items: inner }] of dataset.elements)
    if (inner) for (const item of items(dataset, tag)) collect(item, found)
}
