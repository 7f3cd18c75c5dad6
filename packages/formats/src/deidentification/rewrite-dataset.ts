import type { Dataset, Element } from '../dicom/dataset.ts'
import { text } from '../dicom/values.ts'
import type { AttributeAction } from './attribute-action.ts'
import { dummyValue } from './dummy-value.ts'
import {
  cleanedTexts,
  guardedValue,
  type Outcome,
  remappedUids,
  shiftedDates,
  type ValueChanges,
} from './guarded-value.ts'
import { pixelBytes, withoutComments } from './pixel-leftovers.ts'
import { elementBytes, elementHeader, fits, padded } from './write-elements.ts'

/** What became of how many elements, at any depth; those within a sequence that goes are not counted one by one. */
export type ActionCounts = Record<
  'kept' | 'removed' | 'emptied' | 'replaced' | 'cleaned' | 'shifted' | 'remapped',
  number
>

/** A private attribute that may stay. */
interface SafeAttribute {
  readonly creator: string
  readonly group: string
  readonly element: string
  readonly vr: string
}

/** What data sets are rewritten by. */
export interface Rewriting extends ValueChanges {
  readonly actionOn: (tag: string) => AttributeAction
  /** Values that attributes get whatever the table says, at the top: the patient's pseudonyms, a capped age. */
  readonly given: ReadonlyMap<string, { readonly vr: string; readonly value: string }>
  /** Whole elements that the file gets, at the top: the codes of what was done. */
  readonly added: ReadonlyMap<string, { readonly vr: string; readonly value: Buffer }>
  readonly safeAttributes: readonly SafeAttribute[]
  readonly counts: ActionCounts
}

/** Pieces of the new file, in order: runs of the old file's bytes, as they are, and what was written anew. */
export interface Rewritten {
  readonly pieces: readonly Uint8Array[]
  readonly length: number
  /** Whether every byte is the old one's. */
  readonly isUnchanged: boolean
}

/** Collects pieces, joining neighbours in the old file. */
class Pieces {
  readonly pieces: Uint8Array[] = []
  length = 0
  readonly #bytes: Uint8Array
  #from = 0
  #to = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  copy(from: number, to: number): void {
    if (from !== this.#to) this.#flush()
    if (this.#to === this.#from) this.#from = from
    this.#to = to
  }

  add(...written: readonly Uint8Array[]): void {
    this.#flush()
    for (const piece of written) {
      this.pieces.push(piece)
      this.length += piece.length
    }
  }

  end(): void {
    this.#flush()
  }

  #flush(): void {
    if (this.#to > this.#from) {
      this.pieces.push(this.#bytes.subarray(this.#from, this.#to))
      this.length += this.#to - this.#from
    }
    this.#from = this.#to
  }
}

/**
 * Rewrites a data set without its meta information: what stays is copied byte by byte, pixel data among it; what changes is written in the
 * same syntax. Sequences of which a part changes get lengths instead of delimiters.
 */
export function rewriteDataset(dataset: Dataset, rewriting: Rewriting): Rewritten {
  return rewriteLevel(dataset, rewriting, { isTop: true, isStrict: false })
}

interface Level {
  readonly isTop: boolean
  /** Within a sequence that the table replaces: no text stays. */
  readonly isStrict: boolean
}

function rewriteLevel(dataset: Dataset, rewriting: Rewriting, level: Level): Rewritten {
  const out = new Pieces(dataset.bytes)
  let isUnchanged = true
  const added = level.isTop ? [...rewriting.added].sort(([a], [b]) => (a < b ? -1 : 1)) : []
  const addBefore = (tag: string) => {
    while (added[0] && added[0][0] < tag) {
      const [own, { vr, value }] = added.shift()!
      out.add(elementBytes(own, vr, value, dataset))
    }
  }
  const creators = safeCreators(dataset, rewriting)
  for (const element of dataset.elements.values()) {
    if (level.isTop && element.tag.startsWith('0002')) continue
    addBefore(element.tag)
    const outcome = outcomeOf(dataset, element, rewriting, { ...level, creators })
    if (outcome === 'as-it-is') out.copy(element.start, element.end)
    else isUnchanged = false
    if (outcome !== 'as-it-is' && outcome !== 'gone') out.add(...outcome)
  }
  addBefore('G')
  out.end()
  return { pieces: out.pieces, length: out.length, isUnchanged: isUnchanged && out.pieces.length <= 1 }
}

type Decided = 'as-it-is' | 'gone' | readonly Uint8Array[]

interface Place extends Level {
  /** Tags of private elements that stay, and of their blocks' creators, with representations. */
  readonly creators: ReadonlyMap<string, string>
}

function outcomeOf(dataset: Dataset, element: Element, rewriting: Rewriting, place: Place): Decided {
  const { tag } = element
  const given = place.isTop ? rewriting.given.get(tag) : undefined
  if (given) return written(dataset, element, 'replaced', Buffer.from(given.value), rewriting)
  if ((Number.parseInt(tag[3]!, 16) & 1) === 1) return privateOutcome(dataset, element, rewriting, place)
  const action = strictAction(element, rewriting.actionOn(tag), place)
  if (action === 'remove') return gone(rewriting)
  if (element.items) return sequenceOutcome(dataset, element, action, rewriting, place)
  if (tag === '7FE00010') return place.isTop ? pixelOutcome(dataset, element, rewriting) : gone(rewriting)
  if (element.fragments) return gone(rewriting)
  return valueOutcome(dataset, element, action, rewriting)
}

/** Pixels as they are, but for comments in compressed frames and for bytes behind the last pixel. */
function pixelOutcome(dataset: Dataset, element: Element, rewriting: Rewriting): Decided {
  if (element.fragments) {
    const blanked = withoutComments(dataset, element)
    if (!blanked) return kept(rewriting)
    rewriting.counts.cleaned += 1
    return [blanked]
  }
  const due = pixelBytes(dataset)
  if (due === undefined || element.length <= due) return kept(rewriting)
  rewriting.counts.cleaned += 1
  const pixels = dataset.bytes.subarray(element.offset, element.offset + due)
  return [elementHeader(element.tag, element.vr, due, dataset), pixels]
}

const texts = new Set(['AE', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT'])

function strictAction({ vr }: Element, action: AttributeAction, { isStrict }: Level): AttributeAction {
  return isStrict && action !== 'remove' && texts.has(vr) ? 'replace' : action
}

function gone({ counts }: Rewriting): 'gone' {
  counts.removed += 1
  return 'gone'
}

function kept({ counts }: Rewriting): 'as-it-is' {
  counts.kept += 1
  return 'as-it-is'
}

function sequenceOutcome(
  dataset: Dataset,
  element: Element,
  action: AttributeAction,
  rewriting: Rewriting,
  { isStrict }: Level,
): Decided {
  if (action === 'empty') return written(dataset, element, 'emptied', Buffer.alloc(0), rewriting)
  const level = { isTop: false, isStrict: isStrict || action === 'replace' }
  const items = element.items!.map((item) => rewriteLevel(item, rewriting, level))
  if (items.every(({ isUnchanged }) => isUnchanged)) return kept(rewriting)
  // Items of a sequence that was written as UN are implicit, and so is how it is read.
  const vr = writtenVr(dataset, element)
  const writing = element.items![0]!
  const content = items.flatMap(({ pieces, length }) => [
    elementHeader('FFFEE000', undefined, length, writing),
    ...pieces,
  ])
  const length = content.reduce((sum, piece) => sum + piece.length, 0)
  return [elementHeader(element.tag, vr, length, dataset), ...content]
}

/** The representation as it stands in the file, which is UN for what its writer did not know. */
function writtenVr({ bytes, isExplicit }: Dataset, { start, vr }: Element): string {
  return isExplicit && bytes[start + 4] === 0x55 && bytes[start + 5] === 0x4e ? 'UN' : vr
}

function valueOutcome(dataset: Dataset, element: Element, action: AttributeAction, rewriting: Rewriting): Decided {
  if (element.vr === 'SQ') return kept(rewriting)
  switch (action) {
    case 'empty':
      return written(dataset, element, 'emptied', Buffer.alloc(0), rewriting)
    case 'replace':
      return replaced(dataset, element, rewriting)
    case 'remap':
      return decided(dataset, element, 'remapped', remappedUids(dataset, element, rewriting), rewriting)
    case 'shift':
      return decided(dataset, element, 'shifted', shiftedDates(dataset, element, rewriting), rewriting)
    case 'clean':
      return decided(dataset, element, 'cleaned', cleaned(dataset, element, rewriting), rewriting)
    case 'keep':
      return decided(dataset, element, 'cleaned', declaredKept(dataset, element, rewriting), rewriting)
    default:
      return decided(dataset, element, 'cleaned', guardedValue(dataset, element, rewriting), rewriting)
  }
}

/** Days among what is replaced keep their distances where the options say so; UIDs their references. */
function replaced(dataset: Dataset, element: Element, rewriting: Rewriting): Decided {
  const { vr, length } = element
  if (vr === 'UI') return decided(dataset, element, 'remapped', remappedUids(dataset, element, rewriting), rewriting)
  return written(dataset, element, 'replaced', dummyValue(vr, length), rewriting)
}

const cleanable = new Set(['LO', 'SH', 'LT', 'ST', 'UT', 'UC', 'CS', 'AE', 'UR'])

function cleaned(dataset: Dataset, element: Element, rewriting: Rewriting): Outcome {
  if (!cleanable.has(element.vr)) return guardedValue(dataset, element, rewriting)
  return cleanedTexts(dataset, element, rewriting, 'all')
}

/** What an option keeps stays without what is known of the persons, and only as what it is. */
function declaredKept(dataset: Dataset, element: Element, rewriting: Rewriting): Outcome {
  if (cleanable.has(element.vr)) return cleanedTexts(dataset, element, rewriting, 'known')
  return element.vr === 'UI' ? 'as-it-is' : guardedValue(dataset, element, rewriting)
}

function decided(
  dataset: Dataset,
  element: Element,
  count: keyof ActionCounts,
  outcome: Outcome,
  rewriting: Rewriting,
): Decided {
  if (outcome === 'gone') return gone(rewriting)
  if (outcome === 'as-it-is') return kept(rewriting)
  return written(dataset, element, count, outcome, rewriting)
}

function written(
  dataset: Dataset,
  { tag, vr }: Element,
  count: keyof ActionCounts,
  value: Buffer,
  rewriting: Rewriting,
): Decided {
  const even = padded(vr, value)
  if (!fits(vr, even.length, dataset)) return gone(rewriting)
  rewriting.counts[count] += 1
  return [elementHeader(tag, vr === 'XS' ? 'US' : vr, even.length, dataset), even]
}

/** Which private elements of a level stay: those on the list, in a block that names their creator, and that creator. */
function safeCreators(dataset: Dataset, { safeAttributes }: Rewriting): ReadonlyMap<string, string> {
  const staying = new Map<string, string>()
  if (safeAttributes.length === 0) return staying
  for (const { tag, vr } of dataset.elements.values()) {
    if (vr !== 'LO' || !/^...[13579BDF]00[1-9A-F][0-9A-F]$/.test(tag)) continue
    const [group, block] = [tag.slice(0, 4), tag.slice(6)]
    const creator = text(dataset, tag)
    for (const safe of safeAttributes) {
      const own = group + block + safe.element
      if (safe.group !== group || safe.creator !== creator || !dataset.elements.has(own)) continue
      staying.set(tag, 'LO')
      staying.set(own, safe.vr)
    }
  }
  return staying
}

function privateOutcome(dataset: Dataset, element: Element, rewriting: Rewriting, { creators }: Place): Decided {
  const vr = creators.get(element.tag)
  if (vr === undefined || element.items || element.fragments) return gone(rewriting)
  if (element.vr !== vr && element.vr !== 'UN') return gone(rewriting)
  if (/^....00/.test(element.tag)) return kept(rewriting)
  return decided(dataset, element, 'cleaned', guardedValue(dataset, { ...element, vr }, rewriting), rewriting)
}
