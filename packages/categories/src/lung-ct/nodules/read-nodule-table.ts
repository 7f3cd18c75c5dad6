import { AssayError } from '@assay/contracts'
import { mostDiameter, type Nodule, type Point } from './nodule.ts'
import { noduleColumns } from './write-nodule-table.ts'

/** A finding with the scan that it is in. */
export interface ListedNodule {
  readonly series: string
  readonly nodule: Nodule
}

const mostLines = 1_000_000

/**
 * Reads a table of findings in LUNA16's form: `seriesuid,coordX,coordY,coordZ,diameter_mm`, millimetres, left–posterior–superior. A column
 * `irrelevant` (0 or 1) may follow; without it every finding is `isIrrelevant`. A diameter below 0 was not measured, which only an irrelevant
 * finding may be.
 * @param file its name, for errors
 * @throws AssayError reference-invalid (`where`, `what`)
 * Source: Setio and others, *Med. Image Anal.* 42:1–13 (2017), and the tables of its evaluation program.
 */
export function readNoduleTable(bytes: Uint8Array, file: string, isIrrelevant = false): ListedNodule[] {
  const lines = decode(bytes, file).split(/\r?\n/)
  const invalid = (line: number, what: string) =>
    new AssayError('reference-invalid', { where: file, what: `line ${line}: ${what}` })
  if (lines.length > mostLines) throw invalid(mostLines, 'more lines than are read')
  const names = fieldsOf(lines[0] ?? '')
  const places = new Map(noduleColumns.map((name) => [name, names.indexOf(name)]))
  const missing = noduleColumns.find((name) => name !== 'irrelevant' && places.get(name) === -1)
  if (missing) throw invalid(1, `column ${missing}`)
  return lines.slice(1).flatMap((row, index) => {
    if (row.trim() === '') return []
    const fields = fieldsOf(row)
    const field = (name: (typeof noduleColumns)[number]) => fields[places.get(name)!] ?? ''
    const number = (name: (typeof noduleColumns)[number]) => {
      const value = Number(field(name))
      if (field(name) === '' || !Number.isFinite(value)) throw invalid(index + 2, `column ${name}`)
      return value
    }
    const series = field('seriesuid')
    if (series === '') throw invalid(index + 2, 'column seriesuid')
    const isOwn = places.get('irrelevant') === -1 ? isIrrelevant : flag(field('irrelevant'))
    if (isOwn === undefined) throw invalid(index + 2, 'column irrelevant')
    const diameter = number('diameter_mm')
    const isMeasured = diameter > 0
    if (diameter > mostDiameter || (!isMeasured && !isOwn)) throw invalid(index + 2, 'column diameter_mm')
    const centre: Point = [number('coordX'), number('coordY'), number('coordZ')]
    return [{ series, nodule: { centre, diameter: isMeasured ? diameter : undefined, isIrrelevant: isOwn } }]
  })
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AssayError('reference-invalid', { where: file, what: 'no UTF-8' })
  }
}

/** No field of these tables holds a comma; some writers put them in quotes. */
function fieldsOf(line: string): string[] {
  return line.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
}

function flag(field: string): boolean | undefined {
  return { '0': false, '1': true }[field]
}
