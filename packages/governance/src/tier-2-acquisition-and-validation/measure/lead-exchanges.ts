import { covariances, dipoleResidual, type Matrix, product, transposed } from './heart-dipole.ts'

/** Cables that were exchanged, and what that makes of the leads in the order of `dipoleLeads`. */
export interface LeadExchange {
  readonly name: string
  readonly matrix: Matrix
}

/** What becomes of I and II when cables of the limbs are exchanged; the reference of the chest leads, their mean, stays. */
const limbs: Readonly<Record<string, readonly [readonly [number, number], readonly [number, number]]>> = {
  'RA/LA': [
    [-1, 0],
    [-1, 1],
  ],
  'RA/LL': [
    [1, -1],
    [0, -1],
  ],
  'LA/LL': [
    [0, 1],
    [1, 0],
  ],
  'RA→LA→LL': [
    [-1, 1],
    [-1, 0],
  ],
  'RA→LL→LA': [
    [0, -1],
    [1, -1],
  ],
}

/** Exchanges of two or three limb cables but the ground, and of any two of V1 to V6. */
export const leadExchanges: readonly LeadExchange[] = [
  ...Object.entries(limbs).map(([name, limb]) => ({ name, matrix: matrixOf(limb) })),
  ...[1, 2, 3, 4, 5, 6].flatMap((a) =>
    [1, 2, 3, 4, 5, 6].filter((b) => b > a).map((b) => ({ name: `V${a}/V${b}`, matrix: chestMatrix(a + 1, b + 1) })),
  ),
]

function identity(): number[][] {
  return Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => (i === j ? 1 : 0)))
}

function matrixOf(limb: readonly (readonly number[])[]): Matrix {
  return identity().map((row, i) => (i < 2 ? row.map((_, j) => limb[i]![j] ?? 0) : row))
}

function chestMatrix(a: number, b: number): Matrix {
  return identity().map((row, i, all) => (i === a ? all[b]! : i === b ? all[a]! : row))
}

/**
 * Which exchange of cables makes the leads fit one dipole best, and how much better than as they are: every exchange is undone and a
 * dipole fitted again. Since all leads of a heart come from nearly one dipole, leads under another's name fit badly.
 * @param leads in the order of `dipoleLeads`
 * @returns `asTheyAre`, the share of variance that no dipole explains; `best` and `undone`, the same with the best exchange undone
 * Source: after the idea of Kors, van Herpen, *Clin. Cardiol.* 24 (2001), to predict leads from each other and compare interchanges
 * (not read); here with a torso model in the place of regressions.
 */
export function findExchange(leads: readonly Float64Array[]): { asTheyAre: number; best: string; undone: number } {
  const covariance = covariances(leads)
  const found = leadExchanges
    .map(({ name, matrix }) => ({ name, residual: dipoleResidual(undo(covariance, matrix)) }))
    .sort((a, b) => a.residual - b.residual)
  return { asTheyAre: dipoleResidual(covariance), best: found[0]!.name, undone: found[0]!.residual }
}

/** The covariances before the exchange: done again it is undone, a cycle of three done twice more. */
function undo(covariance: Matrix, matrix: Matrix): Matrix {
  const inverse = isInvolution(matrix) ? matrix : product(matrix, matrix)
  return product(product(inverse, covariance), transposed(inverse))
}

function isInvolution(matrix: Matrix): boolean {
  return product(matrix, matrix).every((row, i) => row.every((value, j) => value === (i === j ? 1 : 0)))
}
