import { type Dataset, items } from './dataset.ts'
import { numbers, text } from './values.ts'

/** A coded concept. */
export interface Code {
  readonly value: string
  readonly scheme: string
  readonly meaning: string
}

/** An object that a report speaks of. */
export interface ReferencedInstance {
  readonly sopClass: string
  readonly sopInstance: string
  /** Frames of it, from 1; none for all. */
  readonly frames: readonly number[]
}

/** Where in an image, or in the patient. */
export interface Region {
  /** POINT, POLYLINE, CIRCLE, ELLIPSE, POLYGON, … */
  readonly kind: string
  /** Pairs of column and row in pixels; triples of millimetres, left–posterior–superior, where there is a frame of reference. */
  readonly coordinates: readonly number[]
  readonly frameOfReference: string | undefined
  readonly references: readonly ReferencedInstance[]
}

/** The code of a code sequence's first item; long values and URNs, too. Source: DICOM PS3.3 8.8. */
export function codeAt(dataset: Dataset | undefined, tag: string): Code | undefined {
  const [item] = items(dataset, tag)
  const value = text(item, '00080100') ?? text(item, '00080119') ?? text(item, '00080120')
  if (value === undefined) return undefined
  return { value, scheme: text(item, '00080102') ?? '', meaning: text(item, '00080104') ?? '' }
}

/** Whether a code's value is one of those that are known. */
export function isCode(code: Code | undefined, ...known: readonly string[]): boolean {
  return code !== undefined && known.includes(code.value)
}

/** A content item: a node of a report's tree. */
export interface ContentItem {
  readonly dataset: Dataset
  /** CONTAINER, NUM, CODE, TEXT, SCOORD, … */
  readonly kind: string
  readonly relationship: string
  readonly concept: Code | undefined
  /** It stands elsewhere in the tree, and is named here. */
  readonly isElsewhere: boolean
  readonly children: readonly ContentItem[]
}

/**
 * The tree below a content item; items that are named by their place (by-reference relationships) are those that stand there, with their
 * first children and nothing below those, so that no cycle is followed.
 * Source: DICOM PS3.3 C.17.3.
 */
export function contentTree(root: Dataset): ContentItem {
  return itemOf(root, root)
}

function itemOf(dataset: Dataset, root: Dataset): ContentItem {
  const place = numbers(dataset, '0040DB73')
  const target = place.length > 0 ? itemAt(root, place) : undefined
  const own = target ?? dataset
  return {
    dataset: own,
    kind: text(own, '0040A040') ?? '',
    relationship: text(dataset, '0040A010') ?? '',
    concept: codeAt(own, '0040A043'),
    isElsewhere: target !== undefined,
    children: target ? firstChildren(target) : items(dataset, '0040A730').map((child) => itemOf(child, root)),
  }
}

/** Of a region, the images that it was selected from. */
function firstChildren(dataset: Dataset): ContentItem[] {
  const first = items(dataset, '0040A730').slice(0, 16)
  return first.map((child) => itemOf({ ...child, elements: new Map([...child.elements].filter(isPlain)) }, child))
}

const isPlain = ([tag]: readonly [string, unknown]) => tag !== '0040A730' && tag !== '0040DB73'

/** The item at a place: 1 is the root, 1.2 its second child. */
function itemAt(root: Dataset, place: readonly number[]): Dataset | undefined {
  let found: Dataset | undefined = place[0] === 1 ? root : undefined
  for (const child of place.slice(1)) found = items(found, '0040A730')[child - 1]
  return found
}

/** Objects that an item refers to itself. */
export function referencesOf(dataset: Dataset): ReferencedInstance[] {
  return items(dataset, '00081199').map((item) => ({
    sopClass: text(item, '00081150') ?? '',
    sopInstance: text(item, '00081155') ?? '',
    frames: numbers(item, '00081160'),
  }))
}

/** The region of a SCOORD or SCOORD3D item, with the images that it was selected from. */
export function regionOf({ dataset, children }: ContentItem): Region {
  return {
    kind: text(dataset, '00700023') ?? '',
    coordinates: numbers(dataset, '00700022'),
    frameOfReference: text(dataset, '30060024'),
    references: children.flatMap((child) => referencesOf(child.dataset)),
  }
}
