/**
 * Which characters a font has: the subtable of format 12 or 4 of its `cmap` table (OpenType 1.9, cmap).
 * @param font an OpenType font
 * @returns whether the font has a glyph for a code point
 * @throws RangeError when it has no such table
 */
export function readCoverage(font: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const ranges = readRanges(view, findSubtable(view, findTable(view, 'cmap')))
  const covered = new Uint8Array(0x110000)
  for (const [first, last] of ranges) covered.fill(1, first, last + 1)
  return (codePoint) => covered[codePoint] === 1
}

type Ranges = [first: number, last: number][]

function findTable(view: DataView, name: string): number {
  for (let record = 12; record < 12 + 16 * view.getUint16(4); record += 16) {
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((place) => view.getUint8(record + place)))
    if (tag === name) return view.getUint32(record + 8)
  }
  throw new RangeError(`the font has no table ${name}`)
}

function findSubtable(view: DataView, cmap: number): number {
  const tables = Array.from({ length: view.getUint16(cmap + 2) }, (_, place) => {
    const offset = cmap + view.getUint32(cmap + 4 + 8 * place + 4)
    return { offset, format: view.getUint16(offset) }
  })
  const found = tables.find(({ format }) => format === 12) ?? tables.find(({ format }) => format === 4)
  if (!found) throw new RangeError('the font has no cmap subtable of format 12 or 4')
  return found.offset
}

function readRanges(view: DataView, table: number): Ranges {
  return view.getUint16(table) === 12 ? readGroups(view, table) : readSegments(view, table)
}

function readGroups(view: DataView, table: number): Ranges {
  return Array.from({ length: view.getUint32(table + 12) }, (_, place) => {
    const group = table + 16 + 12 * place
    return [view.getUint32(group), view.getUint32(group + 4)]
  })
}

function readSegments(view: DataView, table: number): Ranges {
  const bytes = view.getUint16(table + 6)
  return Array.from({ length: bytes / 2 }, (_, place) => [
    view.getUint16(table + 16 + bytes + 2 * place),
    view.getUint16(table + 14 + 2 * place),
  ])
}
