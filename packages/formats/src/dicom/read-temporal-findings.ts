import {
  type Code,
  type ContentItem,
  codeAt,
  contentTree,
  type ReferencedInstance,
  referencesOf,
} from './content-items.ts'
import { dicomUnreadable } from './dataset.ts'
import { readDataset } from './read-dataset.ts'
import { numbers, text } from './values.ts'

/** A coded finding with the places in a waveform that it was inferred from. */
export interface TemporalFinding {
  readonly code: Code
  /** Numbers of samples, from 1, in the waveform that is referred to; or seconds from its start. One of the two. */
  readonly samples: readonly number[]
  readonly seconds: readonly number[]
  readonly references: readonly ReferencedInstance[]
}

/**
 * The coded findings of a structured report that were inferred from points in time of a waveform (TCOORD, POINT and MULTIPOINT; the first
 * of a SEGMENT).
 * @param where the file's name, for errors
 * @throws AssayError dicom-unreadable
 * Source: DICOM PS3.3 C.18.7; PS3.16 TID 1500, 3750.
 */
export function readTemporalFindings(bytes: Uint8Array, where: string): TemporalFinding[] {
  const dataset = readDataset(bytes, where, { pixels: 'skip' })
  if (text(dataset, '0040A040') !== 'CONTAINER') throw dicomUnreadable(where, 'no structured report')
  return [...findingsBelow(contentTree(dataset))]
}

function* findingsBelow(item: ContentItem): Generator<TemporalFinding> {
  for (const child of item.children.filter(({ isElsewhere }) => !isElsewhere)) {
    const code = child.kind === 'CODE' ? codeAt(child.dataset, '0040A168') : undefined
    if (code) for (const place of child.children.filter(({ kind }) => kind === 'TCOORD')) yield findingAt(code, place)
    yield* findingsBelow(child)
  }
}

function findingAt(code: Code, { dataset, children }: ContentItem): TemporalFinding {
  const range = text(dataset, '0040A130') ?? ''
  const taken = (values: number[]) => (range === 'MULTIPOINT' ? values : values.slice(0, 1))
  return {
    code,
    samples: taken(numbers(dataset, '0040A132')),
    seconds: taken(numbers(dataset, '0040A138')),
    references: children.flatMap((child) => referencesOf(child.dataset)),
  }
}
