import type { CaseLabels, ReadItems } from '@assay/governance'
import type { CaseFile } from '../../category.ts'
import { togetherAlike } from '../../together-alike.ts'
import { nodulesOf } from './lesions-of.ts'
import { type Nodule, unmeasuredDiameter } from './nodule.ts'
import { readNoduleTable } from './read-nodule-table.ts'

/** Upper ends of sizes, millimetres. */
const sizes = [
  [6, 'nodule < 6 mm'],
  [8, 'nodule 6 to 8 mm'],
  [15, 'nodule 8 to 15 mm'],
  [Number.POSITIVE_INFINITY, 'nodule ≥ 15 mm'],
] as const
const none = 'no nodule'

/**
 * Nodules of a scan by size, and what readers said of them: a reader's nodule is the reference's where their centres are nearer than the
 * larger of both radii, the nearest pairs first, the reference's before those of other readers; one that a reader did not mark is '' by that reader, one that readers alone marked, as near
 * to each other, has no class in the reference. Findings that count neither way, and what readers marked there, are left out.
 * Source: sizes as of solid nodules in Lung-RADS v2022 (American College of Radiology; as remembered); a hit as in LUNA16.
 * @throws AssayError reference-invalid
 */
export function describeNoduleLabels(files: readonly CaseFile[]): CaseLabels {
  const all = nodulesOf(files)
  const reference = all.filter(({ isIrrelevant }) => !isIrrelevant)
  const irrelevant = all.filter(({ isIrrelevant }) => isIrrelevant)
  const classes: Record<string, number> = reference.length === 0 ? { [none]: 1 } : {}
  for (const nodule of reference) classes[sizeOf(nodule)] = (classes[sizeOf(nodule)] ?? 0) + 1
  const readings = files.flatMap(({ role, reader, bytes, name }) =>
    role === 'reading' && reader ? [{ reader, nodules: readersNodules(bytes, name, irrelevant) }] : [],
  )
  return { classes, readings: noduleReadings(reference, readings) }
}

interface Reading {
  readonly reader: string
  readonly nodules: readonly Nodule[]
}

function readersNodules(bytes: Uint8Array, name: string, irrelevant: readonly Nodule[]): Nodule[] {
  return readNoduleTable(bytes, name)
    .map(({ nodule }) => nodule)
    .filter((nodule) => !nodule.isIrrelevant && !irrelevant.some((other) => gapOf(nodule, other) < 0))
}

/** A nodule of the reference, or of readers alone, with what each reader called it. */
interface ReadNodule {
  readonly nodule: Nodule
  readonly reference: string
  readonly said: Record<string, string>
}

function noduleReadings(reference: readonly Nodule[], readings: readonly Reading[]): ReadItems[] {
  if (readings.length === 0) return []
  const missed = () => Object.fromEntries(readings.map(({ reader }) => [reader, '']))
  const known: ReadNodule[] = reference.map((nodule) => ({ nodule, reference: sizeOf(nodule), said: missed() }))
  const alone: ReadNodule[] = []
  for (const { reader, nodules } of readings) {
    const say = (one: ReadNodule, nodule: Nodule) => {
      one.said[reader] = sizeOf(nodule)
    }
    const unknown = pairNearest(known, nodules, say)
    for (const nodule of pairNearest(alone, unknown, say))
      alone.push({ nodule, reference: '', said: { ...missed(), [reader]: sizeOf(nodule) } })
  }
  const found = [...known, ...alone]
  // A scan in which nobody saw anything was read alike.
  const items = found.length > 0 ? found : [{ reference: none, said: mapValues(missed(), () => none) }]
  return togetherAlike(items)
}

function mapValues(said: Record<string, string>, value: () => string): Record<string, string> {
  return Object.fromEntries(Object.keys(said).map((key) => [key, value()]))
}

/** Pairs that touch, the nearest first, each once; what is left of the second. */
function pairNearest(
  known: readonly ReadNodule[],
  nodules: readonly Nodule[],
  pair: (known: ReadNodule, nodule: Nodule) => void,
): Nodule[] {
  const pairs = known.flatMap((one) => nodules.map((nodule) => ({ one, nodule, gap: gapOf(one.nodule, nodule) })))
  const [taken, used] = [new Set<ReadNodule>(), new Set<Nodule>()]
  for (const { one, nodule, gap } of pairs.sort((a, b) => a.gap - b.gap)) {
    if (gap >= 0) break
    if (taken.has(one) || used.has(nodule)) continue
    pair(one, nodule)
    taken.add(one)
    used.add(nodule)
  }
  return nodules.filter((nodule) => !used.has(nodule))
}

/** How far two centres lie apart beyond the larger radius, millimetres; below 0 where they are one nodule. */
function gapOf(a: Nodule, b: Nodule): number {
  const distance = Math.hypot(...a.centre.map((value, axis) => value - b.centre[axis]!))
  return distance - Math.max(a.diameter ?? unmeasuredDiameter, b.diameter ?? unmeasuredDiameter) / 2
}

function sizeOf({ diameter }: Nodule): string {
  return sizes.find(([below]) => (diameter ?? 0) < below)![1]
}
