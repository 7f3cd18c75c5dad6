import {
  type DirectoryPlace,
  type DirectoryRow,
  type DirectoryValues,
  directoryLevels,
  type StudyVerdict,
} from '@assay/contracts'
import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

const columns = {
  category: 'category',
  modality: 'modality',
  manufacturer: 'manufacturer',
  model: 'model',
  bodyPart: 'body_part',
  year: 'year',
} as const

const kindOf = {
  accept: 'good',
  warn: 'good',
  'accepted-by-steward': 'good',
  quarantine: 'held',
  reject: 'bad',
} as const

/** Counts of the checked studies at a place of the directory, by the values of the level below it: years from the newest, others by name. */
export async function readDirectory(db: HospitalDb, place: DirectoryPlace): Promise<DirectoryRow[]> {
  const given = directoryLevels.flatMap((level) => (level === 'year' || place[level] === undefined ? [] : [level]))
  const level = directoryLevels.find((one) => !given.some((known) => known === one))!
  let query = db
    .selectFrom('directory')
    .select(['verdict', sql<string>`${sql.ref(columns[level])}::text`.as('value')])
    .select(sql<string>`sum(studies)`.as('studies'))
    .where('studies', '>', 0)
    .groupBy(['verdict', columns[level]])
  for (const known of given) query = query.where(columns[known], '=', place[known]!)
  const rows = rowsOf(await query.execute(), level === 'year' ? '0' : '')
  const order = level === 'year' ? -1 : 1
  return rows.sort((a, b) => order * a.value.localeCompare(b.value))
}

/** A row a value; studies that wait to be checked don't count. `notStated` is how a level writes that there is none. */
function rowsOf(counts: readonly Count[], notStated: string): DirectoryRow[] {
  const rows = new Map<string, DirectoryRow>()
  for (const { value, verdict, studies } of counts) {
    if (verdict === 'pending') continue
    const name = value === notStated ? '' : value
    const row = rows.get(name) ?? { value: name, studies: 0, good: 0, held: 0, bad: 0 }
    row.studies += Number(studies)
    row[kindOf[verdict]] += Number(studies)
    rows.set(name, row)
  }
  return [...rows.values()]
}

interface Count {
  readonly value: string
  readonly verdict: StudyVerdict
  /** As the database writes a large number. */
  readonly studies: string
}

/** Values that checked studies have, by name. */
export async function readDirectoryValues(db: HospitalDb): Promise<DirectoryValues> {
  const valuesOf = async (column: 'category' | 'modality' | 'manufacturer') => {
    const rows = await db.selectFrom('directory').select(column).distinct().where('studies', '>', 0).execute()
    return rows.map((row) => row[column]).sort()
  }
  return {
    category: await valuesOf('category'),
    modality: await valuesOf('modality'),
    manufacturer: await valuesOf('manufacturer'),
  }
}
