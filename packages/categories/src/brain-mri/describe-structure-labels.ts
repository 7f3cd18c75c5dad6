import { readVolume } from '@assay/formats'
import type { CaseLabels, ReadItems } from '@assay/governance'
import type { CaseFile } from '../category.ts'
import { referenceOf } from './structure-reference.ts'
import { mostLabel, structureNames, structures } from './structures.ts'

/** More readers than these of one brain are not told apart by a number. */
const mostReaders = 12

/**
 * Voxels of each structure in the reference standard, and what readers called them. Items are the voxels that the reference or a reader
 * gives a structure: what all call background says nothing of how far they agree. Readers whose labels lie on another grid are refused when
 * they come.
 * @throws AssayError reference-invalid, image-unreadable
 */
export function describeStructureLabels(files: readonly CaseFile[]): CaseLabels {
  const { values: reference } = referenceOf(files)
  const classes: Record<string, number> = {}
  for (const label of reference) if (label > 0) classes[nameOf(label)] = (classes[nameOf(label)] ?? 0) + 1
  const readings = files
    .flatMap(({ role, reader, bytes, name }) =>
      role === 'reading' && reader ? [{ reader, labels: readVolume(bytes, name).values }] : [],
    )
    .slice(0, mostReaders)
  return { classes, readings: voxelReadings(reference, readings) }
}

interface Reading {
  readonly reader: string
  readonly labels: ArrayLike<number>
}

/** Counts voxels by what reference and readers say, as digits of one number; those that all call background are left out. */
function voxelReadings(reference: ArrayLike<number>, readings: readonly Reading[]): ReadItems[] {
  if (readings.length === 0) return []
  const base = mostLabel + 1
  const counts = new Map<number, number>()
  for (let at = 0; at < reference.length; at += 1) {
    let said = reference[at]!
    for (const { labels } of readings) said = said * base + labels[at]!
    if (said > 0) counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  return [...counts].map(([said, count]) => {
    const digits = [...said.toString(base).padStart(readings.length + 1, '0')].map((digit) => nameOf(Number(digit)))
    const [own, ...others] = digits as [string, ...string[]]
    return { reference: own, said: Object.fromEntries(readings.map(({ reader }, i) => [reader, others[i]!])), count }
  })
}

/** '' for what is no structure. */
function nameOf(label: number): string {
  return structureNames.find((name) => structures[name] === label) ?? ''
}
