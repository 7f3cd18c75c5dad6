import type { Volume } from '@assay/formats'
import type { Draws } from '@assay/statistics'
import { structures } from '../structures.ts'

/** A head that nobody has, with what is grey and what is white in it. */
export interface GeneratedBrain {
  readonly image: Volume
  readonly labels: Volume
}

/** A wave that folds the border of the white matter. */
interface Fold {
  readonly direction: readonly [number, number, number]
  readonly phase: number
  readonly height: number
}

/** How bright what a head is made of is in T1, before noise and the coil's unevenness. */
const brightness = { air: 3, scalp: 95, skull: 12, fluid: 30, grey: 74, white: 108 } as const
type Tissue = keyof typeof brightness

const labelOf: Partial<Record<Tissue, number>> = {
  grey: structures['grey-matter'],
  white: structures['white-matter'],
}

const size = [48, 56, 48] as const
const spacing = 3

/**
 * Draws a T1 volume of a head: scalp, skull, fluid, a folded rim of grey matter around white, ventricles and deep grey nuclei; unevenly lit,
 * with noise. Every head has a size, folds and a tilt of its own.
 */
export function drawBrain(draws: Draws): GeneratedBrain {
  const scale = 0.92 + 0.12 * draws.uniform()
  const folds = Array.from(
    { length: 9 },
    (): Fold => ({
      direction: [draws.normal(), draws.normal(), draws.normal()],
      phase: 2 * Math.PI * draws.uniform(),
      height: 0.018 + 0.012 * draws.uniform(),
    }),
  )
  const [rim, ventricle] = [0.2 + 0.05 * draws.uniform(), 0.8 + 0.5 * draws.uniform()]
  const [lean, unevenness] = [0.12 * draws.normal(), [draws.normal(), draws.normal(), draws.normal()]]
  const voxels = size[0] * size[1] * size[2]
  const [clean, labels] = [new Float32Array(voxels), new Uint8Array(voxels)]
  for (let at = 0; at < voxels; at += 1) {
    const place = placeOf(at).map((value) => value / scale) as [number, number, number]
    const tissue = tissueAt(leaning(place, lean), { folds, rim, ventricle })
    labels[at] = labelOf[tissue] ?? 0
    const lit = 1 + 0.12 * place.reduce((sum, value, axis) => sum + (value / 90) * unevenness[axis]!, 0)
    clean[at] = lit * brightness[tissue]
  }
  const image = Int16Array.from(partlyMixed(clean), (value) =>
    Math.max(0, Math.round(8 * Math.hypot(value + noise * draws.normal(), noise * draws.normal()))),
  )
  const grid = { size, spacing: [spacing, spacing, spacing], affine } as const
  return { image: { ...grid, values: image }, labels: { ...grid, values: labels } }
}

/** Of each of the two channels that a magnitude is made of. Source: Gudbjartsson, Patz, *Magn. Reson. Med.* 34:910–914 (1995). */
const noise = 8

/** A voxel holds a part of what its neighbours along each axis are made of. */
function partlyMixed(values: Float32Array): Float32Array {
  return [1, size[0], size[0] * size[1]].reduce((from, step) => {
    const at = (place: number) => from[place] ?? 0
    return from.map((value, place) => 0.6 * value + 0.2 * (at(place - step) + at(place + step)))
  }, values)
}

/** Millimetres from the middle of the head. */
function placeOf(at: number): [number, number, number] {
  const [x, y, z] = [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / size[0] / size[1])]
  return [spacing * (x - (size[0] - 1) / 2), spacing * (y - (size[1] - 1) / 2), spacing * (z - (size[2] - 1) / 2)]
}

const affine = [
  [spacing, 0, 0, (-spacing * (size[0] - 1)) / 2],
  [0, spacing, 0, (-spacing * (size[1] - 1)) / 2],
  [0, 0, spacing, (-spacing * (size[2] - 1)) / 2],
] as const

function leaning([x, y, z]: readonly [number, number, number], angle: number): [number, number, number] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return [c * x - s * y, s * x + c * y, z]
}

/** Distance from the middle of an ellipsoid, 1 on its surface. */
function radius([x, y, z]: readonly [number, number, number], [a, b, c]: readonly [number, number, number]): number {
  return Math.hypot(x / a, y / b, z / c)
}

function tissueAt(
  place: readonly [number, number, number],
  { folds, rim, ventricle }: { folds: readonly Fold[]; rim: number; ventricle: number },
): Tissue {
  const [x, y, z] = place
  const head = radius(place, [66, 80, 66])
  if (head > 1) return 'air'
  if (head > 0.93) return 'scalp'
  if (head > 0.86) return 'skull'
  const fold = folds.reduce((sum, { direction, phase, height }) => {
    const along = place.reduce((total, value, axis) => total + value * direction[axis]!, 0)
    return sum + height * Math.sin(along / 7 + phase)
  }, 0)
  const brain = radius(place, [53, 65, 53]) + 0.4 * fold
  // A cleft between the halves, from above.
  if (brain > 1 || (Math.abs(x) < 1.8 && z > 12)) return 'fluid'
  if (radius([Math.abs(x) - 9, y, z - 3], [5 * ventricle, 20 * ventricle, 6 * ventricle]) < 1) return 'fluid'
  if (radius([Math.abs(x) - 19, y - 4, z + 3], [6, 12, 8]) < 1) return 'grey'
  return brain > 1 - rim + 1.6 * fold ? 'grey' : 'white'
}
