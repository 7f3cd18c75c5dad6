import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { ListedReference, ReferenceLine } from '../../category.ts'
import { isFile } from '../../patients-table.ts'
import { readNoduleTable } from './read-nodule-table.ts'
import { seriesOfFile } from './series-of-file.ts'

const [findings, excluded, series] = ['annotations.csv', 'annotations_excluded.csv', 'seriesuids.csv'] as const

/** Tables that lie beside LUNA16's images; those of candidates are of its other track. */
export const luna16Names: readonly string[] = [
  ...[findings, excluded, series],
  ...['candidates.csv', 'candidates_V2.csv', 'sampleSubmission.csv'],
]

/**
 * What LUNA16's own tables in a folder say: every scan of `seriesuids.csv` was read, and has the findings of `annotations.csv` and, irrelevant,
 * those of `annotations_excluded.csv`; without a list of series, every scan that has a finding. Of a folder that holds a part of the volumes,
 * the scans of that part; of one that holds none, all, by their Series Instance UIDs. Undefined where there is no `annotations.csv`.
 * @throws AssayError reference-invalid for a table that can not be read, or a finding in a scan that the list of series does not have
 */
export function listLuna16(folder: string): ListedReference[] | undefined {
  if (!isFile(join(folder, findings))) return undefined
  const tables = [findings, excluded].filter((name) => isFile(join(folder, name)))
  const named = new Set<string>()
  const listed = isFile(join(folder, series)) ? readSeries(folder) : undefined
  for (const name of tables)
    for (const [place, one] of readNoduleTable(readFileSync(join(folder, name)), name, name === excluded).entries()) {
      if (listed && !listed.has(one.series))
        throw new AssayError('reference-invalid', {
          where: name,
          what: `finding ${place + 1} is in a series that ${series} does not list`,
        })
      named.add(one.series)
    }
  const lines = tables.map((file): ReferenceLine => (file === excluded ? { file, irrelevant: '1' } : { file }))
  const volumes = volumesBelow(folder)
  const read = [...(listed ?? named)].sort()
  if (volumes.size === 0) return read.map((image) => ({ image, lines }))
  return read.flatMap((one) => {
    const image = volumes.get(one)
    return image === undefined ? [] : [{ image, lines }]
  })
}

const mostSeries = 1_000_000

/** One a line; a heading, if there is one, is what LUNA16 calls the column. */
function readSeries(folder: string): Set<string> {
  const lines = readFileSync(join(folder, series), 'utf8').split(/\r?\n/)
  const names = lines.map((line) => line.trim()).filter((line) => line !== '' && line !== 'seriesuid')
  const odd = names.findIndex((name) => !/^[\w.-]{1,64}$/.test(name))
  if (odd >= 0 || names.length > mostSeries)
    throw new AssayError('reference-invalid', { where: series, what: `line ${odd + 1} is no series` })
  return new Set(names)
}

/** Volumes by the series that they are called by. */
function volumesBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort()
  return new Map(
    paths.flatMap((path) => {
      const own = seriesOfFile(path)
      return own === undefined ? [] : [[own, path] as const]
    }),
  )
}
