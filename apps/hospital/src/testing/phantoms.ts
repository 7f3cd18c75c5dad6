import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [columns, rows, slices] = [64, 64, 4]

/** A phantom of water in air, of which a scanner says that air has `air` HU. */
function phantom(number: number, air: number): Buffer {
  const values = Int16Array.from({ length: columns * rows * slices }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns) % rows]
    const noise = (((i + 1) * 7919 * ((number % 22) + 1)) % 23) - 11
    return Math.hypot(x - 32, y - 32) < 18 ? noise : air + noise
  })
  const header = [
    'ObjectType = Image',
    'NDims = 3',
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    'TransformMatrix = 1 0 0 0 1 0 0 0 1',
    'Offset = 0 0 0',
    'ElementSpacing = 1 1 2',
    `DimSize = ${columns} ${rows} ${slices}`,
    'ElementType = MET_SHORT',
    'ElementDataFile = LOCAL\n',
  ]
  return Buffer.concat([Buffer.from(header.join('\n')), Buffer.from(values.buffer)])
}

/** Writes phantoms into a new folder, each of a patient of its own, with the table of patients. */
export function writePhantoms(
  folder: string,
  { from, count }: { from: number; count: number },
  airOf: (study: number) => number,
): void {
  mkdirSync(folder, { recursive: true })
  const numbers = Array.from({ length: count }, (_, i) => from + i)
  for (const number of numbers) writeFileSync(join(folder, `${number}.mha`), phantom(number, airOf(number)))
  writeFileSync(join(folder, 'patients.tsv'), numbers.map((number) => `${number}.mha\tp${number}\n`).join(''))
}
