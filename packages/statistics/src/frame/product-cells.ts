import { exactValues } from './exact-values.ts'
import type { Figure } from './figure.ts'
import type { MergedCells } from './merge-cells.ts'
import { sumCell, sumsOf } from './patient-sums.ts'
import type { Cell, Released } from './site-summary.ts'

/**
 * Counts of a patient by name, which statistics of several counts are made of. Sites tell Σ x and Σ x y over patients: whole numbers, so that
 * merged sites give the pooled variance between patients to the last bit.
 */
export interface PatientCounts {
  readonly names: readonly string[]
  /** One vector a patient, a count for each name. */
  readonly vectors: readonly (readonly number[])[]
}

/** Cells of the sums and of the products, and the number of patients. */
export function productCells({ names, vectors }: PatientCounts): Cell[] {
  return [
    sumCell(
      'patients',
      vectors.map(() => 1),
    ),
    ...names.map((name, i) => cellOver(name, vectors, (counts) => counts[i]!)),
    ...pairsOf(names).map(([i, j, name]) => cellOver(name, vectors, (counts) => counts[i]! * counts[j]!)),
  ]
}

/** Only those who add to it stand behind a cell. */
function cellOver(name: string, vectors: PatientCounts['vectors'], of: (counts: readonly number[]) => number): Cell {
  return sumCell(
    name,
    vectors.map(of).filter((value) => value !== 0),
  )
}

function pairsOf(names: readonly string[]): (readonly [number, number, string])[] {
  return names.flatMap((one, i) => names.slice(i).map((other, k) => [i, i + k, `${one} × ${other}`] as const))
}

/** Names of the cells. */
export function productCellNames(names: readonly string[]): string[] {
  return ['patients', ...names, ...pairsOf(names).map(([, , name]) => name)]
}

/** What no patients' counts give; undefined where some do, or cells are withheld. */
export function productFault(cells: Released['cells'], names: readonly string[]): string | undefined {
  const exact = exactValues(cells)
  const wrong = productCellNames(names).find((name) => {
    const value = exact.get(name) ?? 0
    return !(Number.isInteger(value) && value >= 0)
  })
  if (wrong !== undefined) return `${wrong}: no count`
  const [patients = Infinity] = [exact.get('patients')]
  const apart = names.find((name) => {
    const [sum, square] = [exact.get(name), exact.get(`${name} × ${name}`)]
    return sum !== undefined && square !== undefined && (square < sum || sum * sum > square * patients)
  })
  return apart === undefined ? undefined : `${apart}: squares that no counts have`
}

/** The sums over all patients, and the sum of squares of any linear combination of a patient's counts. */
export interface ProductSums {
  readonly patients: number
  readonly sums: ReadonlyMap<string, number>
  squares(coefficients: ReadonlyMap<string, number>): number
}

/** Sums over sites; or the figure that says which sites a part is missing from. */
export function productSums(
  merged: MergedCells,
  names: readonly string[],
): ProductSums | Omit<Extract<Figure, { status: 'not-estimable' }>, 'id'> {
  const taken = sumsOf(merged, Object.fromEntries(productCellNames(names).map((name) => [name, name])))
  if (!taken.known) return { status: 'not-estimable', reason: taken.reason, sites: taken.sites }
  const { sums } = taken
  const pairs = pairsOf(names)
  return {
    patients: sums.patients!,
    sums: new Map(names.map((name) => [name, sums[name]!])),
    squares: (coefficients) => {
      const of = (i: number) => coefficients.get(names[i]!) ?? 0
      return pairs.reduce((total, [i, j, name]) => total + (i === j ? 1 : 2) * of(i) * of(j) * sums[name]!, 0)
    },
  }
}
