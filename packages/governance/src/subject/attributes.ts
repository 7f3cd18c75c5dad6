import { type Dataset, type Element, items } from '@assay/formats'
import { z } from 'zod'

/** An attribute: its tag, or a way through sequences to it, e.g. 00289110/00280030. */
export const attributePath = z.string().regex(/^[0-9A-F]{8}(\/[0-9A-F]{8}){0,4}$/)

/** A data set in which an attribute stands or should stand; of multi-frame objects with the frame, from 1 on. */
export interface Holder {
  readonly dataset: Dataset
  readonly frame?: number
}

const sharedGroups = '52009229'
const groupsByFrame = '52009230'

/**
 * Where an attribute stands: at the top, in the shared functional groups, or in each frame's own. Frames that lack it are among
 * the holders. None where it stands nowhere.
 * Source: DICOM PS3.3 C.7.6.16 (Multi-frame Functional Groups).
 */
export function holdersOf(dataset: Dataset, path: string): Holder[] {
  const steps = path.split('/').slice(0, -1)
  const tag = tagOf(path)
  const within = (from: Dataset) => descend(from, steps).filter((holder) => holder.elements.has(tag))
  const [first] = [dataset, ...items(dataset, sharedGroups)].map(within).filter((found) => found.length > 0)
  if (first) return first.map((holder) => ({ dataset: holder }))
  const frames = items(dataset, groupsByFrame)
  if (!frames.some((frame) => within(frame).length > 0)) return []
  return frames.flatMap((frame, index) => {
    const found = within(frame)
    return (found.length > 0 ? found : [frame]).map((holder) => ({ dataset: holder, frame: index + 1 }))
  })
}

function descend(dataset: Dataset, steps: readonly string[]): Dataset[] {
  return steps.reduce<Dataset[]>((found, tag) => found.flatMap((one) => [...items(one, tag)]), [dataset])
}

/** The tag at the end of a path. */
export function tagOf(path: string): string {
  return path.slice(-8)
}

/** Tags of a file's top level in which an attribute can stand. */
export function placesOf(path: string): string[] {
  return [path.slice(0, 8), sharedGroups, groupsByFrame]
}

/** An attribute as people read it: (0018,0060), with its name where a rule gives it. */
export function attributeName(path: string, name?: string): string {
  const tag = tagOf(path)
  const printed = `(${tag.slice(0, 4)},${tag.slice(4)})`
  return (name ? `${name} ${printed}` : printed).slice(0, 64)
}

/** Every data set within an element. */
export function* datasetsWithin({ items: own = [] }: Element): Generator<Dataset> {
  for (const item of own) yield* allDatasets(item)
}

/** Every data set of a file: its own, and those of all items of its sequences. */
function* allDatasets(dataset: Dataset): Generator<Dataset> {
  yield dataset
  for (const element of dataset.elements.values()) yield* datasetsWithin(element)
}
