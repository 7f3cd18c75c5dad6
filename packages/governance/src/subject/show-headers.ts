import { Buffer } from 'node:buffer'
import type { Dataset, Element } from '@assay/formats'
import type { Changes, HeaderPass } from '../engine/check.ts'
import type { SeriesSubject } from './study.ts'

/** Shows the headers of a series to all that look at headers: each is read once, compared with the one before, and let go. */
export async function showHeaders(series: SeriesSubject, passes: readonly Pick<HeaderPass, 'see'>[]): Promise<void> {
  let before: Dataset | undefined
  for await (const header of series.headers()) {
    const changes = changesSince(before, header.dataset)
    for (const pass of passes) pass.see(header, changes, series)
    before = header.dataset
  }
}

function changesSince(before: Dataset | undefined, now: Dataset): Changes {
  if (!before || !isWrittenAlike(before, now)) return { isOther: true, tags: new Set(now.elements.keys()) }
  const tags = new Set<string>()
  for (const [tag, element] of now.elements) {
    const earlier = before.elements.get(tag)
    if (!earlier || !isSame(before, earlier, now, element)) tags.add(tag)
  }
  for (const tag of before.elements.keys()) if (!now.elements.has(tag)) tags.add(tag)
  return { isOther: false, tags }
}

/** The same bytes mean the same: in one transfer syntax and one set of characters. */
function isWrittenAlike(a: Dataset, b: Dataset): boolean {
  return a.syntax === b.syntax && a.characterSets.join('\\') === b.characterSets.join('\\')
}

function isSame(a: Dataset, one: Element, b: Dataset, other: Element): boolean {
  if (one.vr !== other.vr || one.end - one.start !== other.end - other.start) return false
  const [before, now] = [a.bytes.subarray(one.start, one.end), b.bytes.subarray(other.start, other.end)]
  return Buffer.compare(before, now) === 0
}
