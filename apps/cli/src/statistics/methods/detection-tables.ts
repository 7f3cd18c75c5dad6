import { AssayError } from '@assay/contracts'
import type { Box, DetectionCase, Lesion, Mark } from '@assay/statistics/detection'
import { type ColumnDescription, type Columns, readColumns } from '../tables/columns.ts'
import { readTable } from '../tables/read-table.ts'

/** Where the tables of a detection study lie. */
export interface DetectionFiles {
  readonly marks: string
  readonly lesions: string
  /** LUNA16: findings that count neither way. */
  readonly excluded?: string
  /** All cases, those without lesions and marks too; in LUNA16's form a list of series. */
  readonly cases: string
}

const column = (name: string, kind: ColumnDescription['kind'], required = true): ColumnDescription => ({
  name,
  kind,
  required,
  description: 'cli.statistics.column.case',
})
const corners = ['x1', 'y1', 'z1', 'x2', 'y2', 'z2'] as const
const boxColumns = corners.map((name) => column(name, 'number', false))
const place = [
  column('case', 'text'),
  column('x', 'number', false),
  column('y', 'number', false),
  column('z', 'number', false),
]
const marksColumns = [...place, column('score', 'number'), ...boxColumns]
const lesionColumns = [
  ...[...place, column('diameter', 'number', false), column('weight', 'number', false)],
  ...[column('irrelevant', 'binary', false), column('lesion', 'text', false), ...boxColumns],
]
const caseColumns = [column('case', 'text'), column('patient', 'text', false), column('failed', 'binary', false)]

const lunaPlace: [string, string][] = [
  ['case', 'seriesuid'],
  ['x', 'coordX'],
  ['y', 'coordY'],
  ['z', 'coordZ'],
]
const lunaMarks = new Map([...lunaPlace, ['score', 'probability']])
const lunaLesions = new Map([...lunaPlace, ['diameter', 'diameter_mm']])
/** LUNA16's program takes this for a finding whose diameter is written as −1, as most of its excluded ones are, mm. */
const lunaDiameter = 10
const none: ReadonlyMap<string, string> = new Map()

/**
 * Reads the tables of marks, lesions and cases.
 * @throws AssayError as `readTable` and `readColumns`; for a mark or a lesion of an unknown case, a case twice, a place or an extent missing
 */
export async function readDetection(
  files: DetectionFiles,
  standing: string,
  isLuna16: boolean,
): Promise<DetectionCase[]> {
  // No mark, or no lesion, in any case: that can be.
  const read = async (path: string, wanted: readonly ColumnDescription[], mapped: ReadonlyMap<string, string>) =>
    readColumns(await readTable(path, standing), wanted, {
      mapped: isLuna16 ? mapped : none,
      positive: undefined,
      mayBeEmpty: wanted !== caseColumns,
    })
  const cases = isLuna16
    ? await readSeries(files.cases, standing)
    : readCases(await read(files.cases, caseColumns, none))
  const known = new Map(cases.map((one) => [one.case, one]))
  const add = (columns: Columns, take: (one: Draft, row: number) => void) => {
    columns.text('case').forEach((name, row) => {
      const one = known.get(name)
      if (!one) throw invalid(columns, row, 'case', 'case-unknown')
      take(one, row)
    })
  }
  const lesions = await read(files.lesions, lesionColumns, lunaLesions)
  add(lesions, (one, row) => one.lesions.push(readLesion(lesions, row, { isLuna16 })))
  if (files.excluded) {
    const excluded = await read(files.excluded, lesionColumns, lunaLesions)
    add(excluded, (one, row) => one.lesions.push(readLesion(excluded, row, { isLuna16, isExcluded: true })))
  }
  const marks = await read(files.marks, marksColumns, lunaMarks)
  add(marks, (one, row) => {
    if (one.failed) throw invalid(marks, row, 'case', 'mark-of-failed')
    one.marks.push(readMark(marks, row))
  })
  return cases
}

/** What a reader marked in a modality: every case, with the reader's marks there. */
export interface MarkedReading {
  readonly reader: string
  readonly modality: string
  readonly cases: readonly DetectionCase[]
}

/**
 * Reads the tables of a reader study with marks: those of `readDetection`, with a reader and a modality for each mark.
 * @param named the table's names of columns, where they differ; a `reader` that is '' is no column
 * @throws AssayError as `readDetection`
 */
export async function readMarkedReadings(
  files: Omit<DetectionFiles, 'excluded'>,
  standing: string,
  named: ReadonlyMap<string, string> = none,
): Promise<MarkedReading[]> {
  const hasReader = named.get('reader') !== ''
  const read = async (path: string, wanted: readonly ColumnDescription[], mapped = none) =>
    readColumns(await readTable(path, standing), wanted, { mapped, positive: undefined })
  const cases = readCases(await read(files.cases, caseColumns))
  const known = new Map(cases.map((one) => [one.case, one]))
  const lesions = await read(files.lesions, lesionColumns)
  for (const [row, name] of lesions.text('case').entries()) {
    const one = known.get(name)
    if (!one) throw invalid(lesions, row, 'case', 'case-unknown')
    one.lesions.push(readLesion(lesions, row))
  }
  const whose = [...(hasReader ? [column('reader', 'text')] : []), column('modality', 'text')]
  const marks = await read(files.marks, [...marksColumns, ...whose], named)
  const readings = new Map<string, { reader: string; modality: string; cases: ReadonlyMap<string, Draft> }>()
  for (const [row, name] of marks.text('case').entries()) {
    const [reader, modality] = [hasReader ? marks.text('reader')[row]! : '', marks.text('modality')[row]!]
    const key = JSON.stringify([reader, modality])
    const own = readings.get(key) ?? {
      reader,
      modality,
      cases: new Map(cases.map((one) => [one.case, { ...one, marks: [] }])),
    }
    readings.set(key, own)
    const one = own.cases.get(name)
    if (!one) throw invalid(marks, row, 'case', 'case-unknown')
    one.marks.push(readMark(marks, row))
  }
  return [...readings.values()].map((one) => ({ ...one, cases: [...one.cases.values()] }))
}

interface Draft extends DetectionCase {
  readonly lesions: Lesion[]
  readonly marks: Mark[]
}

function readCases(columns: Columns): Draft[] {
  const names = columns.text('case')
  const seen = new Set<string>()
  return names.map((name, row) => {
    if (seen.has(name)) throw invalid(columns, row, 'case', 'case-listed-twice')
    seen.add(name)
    return {
      case: name,
      patient: columns.has('patient') ? columns.text('patient')[row]! : name,
      lesions: [],
      marks: [],
      failed: columns.has('failed') && columns.binary('failed')[row] === 1,
    }
  })
}

/** LUNA16's list of series: one a line, no heading. */
async function readSeries(path: string, standing: string): Promise<Draft[]> {
  const { names, rows, column: columnOf } = await readTable(path, standing)
  const [first = ''] = names
  const others = rows === 0 ? [] : Array.from(columnOf(first), String)
  const listed = [...new Set(first === 'seriesuid' ? others : [first, ...others])]
  return listed.map((name) => ({ case: name, patient: name, lesions: [], marks: [], failed: false }))
}

function readLesion(columns: Columns, row: number, { isLuna16 = false, isExcluded = false } = {}): Lesion {
  const box = boxOf(columns, row)
  const centre = centreOf(columns, row, box)
  const read = columns.has('diameter') ? columns.number('diameter')[row]! : box ? extentOf(box) : Number.NaN
  const diameter = isLuna16 && read < 0 ? lunaDiameter : read
  if (!(diameter > 0)) throw invalid(columns, row, 'diameter', 'lesion-extent')
  const weight = columns.has('weight') ? columns.number('weight')[row]! : undefined
  if (weight !== undefined && !(weight > 0)) throw invalid(columns, row, 'weight', 'value-weight')
  return {
    id: columns.has('lesion') ? columns.text('lesion')[row]! : `${row}`,
    centre,
    diameter,
    irrelevant: isExcluded || (columns.has('irrelevant') && columns.binary('irrelevant')[row] === 1),
    ...(box ? { box } : {}),
    ...(weight === undefined ? {} : { weight }),
  }
}

function readMark(columns: Columns, row: number): Mark {
  const box = boxOf(columns, row)
  return { centre: centreOf(columns, row, box), score: columns.number('score')[row]!, ...(box ? { box } : {}) }
}

function centreOf(columns: Columns, row: number, box: Box | undefined): Mark['centre'] {
  const at = (name: 'x' | 'y' | 'z') => (columns.has(name) ? columns.number(name)[row]! : undefined)
  const [x, y] = [at('x'), at('y')]
  if (x !== undefined && y !== undefined) return [x, y, at('z') ?? 0]
  if (!box) throw invalid(columns, row, 'x', 'place-missing')
  const middle = box.from.map((from, axis) => (from + box.to[axis]!) / 2)
  return [middle[0]!, middle[1]!, middle[2]!]
}

function boxOf(columns: Columns, row: number): Box | undefined {
  if (!(['x1', 'y1', 'x2', 'y2'] as const).every((name) => columns.has(name))) return undefined
  const at = (name: (typeof corners)[number]) => (columns.has(name) ? columns.number(name)[row]! : 0)
  const box: Box = { from: [at('x1'), at('y1'), at('z1')], to: [at('x2'), at('y2'), at('z2')] }
  if (box.from.some((from, axis) => !(from <= box.to[axis]!))) throw invalid(columns, row, 'x1', 'box-inside-out')
  return box
}

function extentOf({ from, to }: Box): number {
  return Math.max(...from.map((start, axis) => to[axis]! - start))
}

function invalid({ file, lineOf }: Columns, row: number, name: string, what: string): AssayError {
  return new AssayError('table-value-invalid', { file, line: lineOf(row), column: name, what })
}
