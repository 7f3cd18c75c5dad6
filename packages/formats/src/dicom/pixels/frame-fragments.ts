import { type Dataset, dicomUnreadable, type Element, type Span } from '../dataset.ts'

/**
 * The bytes of each frame of encapsulated pixel data: by the (extended) offset table, else one fragment a frame, else by where code
 * streams begin.
 * @throws AssayError dicom-unreadable where the fragments do not make that many frames
 * Source: DICOM PS3.5 A.4, PS3.3 C.7.6.3.1.8.
 */
export function frameFragments(dataset: Dataset, { fragments = [] }: Element, frames: number): Span[][] {
  const [table, ...parts] = fragments
  const groups = grouped(dataset, { table, parts, frames })
  if (groups.length !== frames || groups.some((group) => group.length === 0))
    throw dicomUnreadable(dataset.where, `fragments of ${groups.length} frames, ${frames} are announced`)
  return groups
}

interface Fragments {
  readonly table: Span | undefined
  readonly parts: readonly Span[]
  readonly frames: number
}

function grouped(dataset: Dataset, { table, parts, frames }: Fragments): Span[][] {
  if (frames === 1) return [[...parts]]
  if (parts.length === frames) return parts.map((part) => [part])
  const offsets = extendedOffsets(dataset) ?? basicOffsets(dataset, table)
  if (offsets.length === frames) return byOffsets(dataset, parts, offsets)
  return byBeginnings(dataset, parts)
}

function basicOffsets({ bytes, isBigEndian }: Dataset, table: Span | undefined): number[] {
  if (!table) return []
  const view = new DataView(bytes.buffer, bytes.byteOffset + table.offset, table.length)
  return Array.from({ length: Math.floor(table.length / 4) }, (_, i) => view.getUint32(4 * i, !isBigEndian))
}

function extendedOffsets({ bytes, elements }: Dataset): number[] | undefined {
  const table = elements.get('7FE00001')
  if (!table) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + table.offset, table.length)
  return Array.from({ length: Math.floor(table.length / 8) }, (_, i) => Number(view.getBigUint64(8 * i, true)))
}

/** Offsets count from the header of the first fragment. */
function byOffsets({ where }: Dataset, parts: readonly Span[], offsets: readonly number[]): Span[][] {
  const first = parts[0]?.offset ?? 0
  const groups: Span[][] = []
  let next = 0
  for (const part of parts) {
    if (part.offset - first === offsets[next]) {
      groups.push([])
      next += 1
    }
    groups.at(-1)?.push(part)
  }
  if (next !== offsets.length) throw dicomUnreadable(where, 'an offset table that leads to no fragment')
  return groups
}

/** A JPEG, JPEG-LS or JPEG 2000 code stream begins with a marker of its own. */
function byBeginnings({ bytes }: Dataset, parts: readonly Span[]): Span[][] {
  const groups: Span[][] = []
  for (const part of parts) {
    const [one, other] = [bytes[part.offset], bytes[part.offset + 1]]
    const begins = one === 0xff && (other === 0xd8 || other === 0x4f)
    if (begins || groups.length === 0) groups.push([])
    groups.at(-1)!.push(part)
  }
  return groups
}
