import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type ProductSums, productCellNames, productCells, productFault, productSums } from '../frame/product-cells.ts'
import type { Reference } from '../frame/reference.ts'
import { releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion } from '../proportions/clustered-proportion.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { weightMatrix } from './agreement-weights.ts'

/** Parameters of the estimator `kappa`, as a protocol fixes them. */
const parameters = z
  .strictObject({
    /** In their order, where they have one. */
    categories: z.array(z.string().min(1)).min(2).max(6).default(['negative', 'positive']),
    weights: z.enum(['identity', 'linear', 'quadratic']).default('identity'),
  })
  .refine(({ categories }) => new Set(categories).size === categories.length, { path: ['categories'] })

const ratedCase = z.object({
  patient: z.string().min(1),
  /** Category of the reference, such as a reader. */
  reference: z.string(),
  /** Category of the device; null where it gave no output: the case is left out here, and completion has it. */
  device: z.string().nullable(),
})

type Parameters = z.infer<typeof parameters>
type Case = z.infer<typeof ratedCase>

function countNames({ categories }: Parameters): string[] {
  return categories.flatMap((_, row) => categories.map((__, column) => `pair-${row}-${column}`))
}

const completion = Object.values(ratioCellNames('completion'))
const cellNames = (given: Parameters) => [...productCellNames(countNames(given)), ...completion]

/**
 * Cohen's kappa of the device with the reference, plain or weighted, over all sites' cases. Cases of a patient are one cluster: the variance of
 * the linearised coefficient between patients, t on K_eff − 1 degrees of freedom, within −1 and 1.
 * Source: the influence of a pair is that of Fleiss, Cohen, Everitt, *Psychol. Bull.* 72:323–327 (1969); clusters as Yang, Zhou, *Stat. Med.*
 * 33:3831–3848 (2014).
 */
export const kappaEstimator: OneRoundEstimator<Parameters, Case, MergedCells> = {
  id: 'kappa',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'cohen-kappa',
  variance: 'linearised-between-patients',
  parameters,
  caseScore: ratedCase,
  acceptsWeights: false,
  released: (given) =>
    releasedBy('kappa', 1, cellNames(given)).superRefine(({ cells }, context) => {
      const message = productFault(cells, countNames(given))
      if (message) context.addIssue({ code: 'custom', message })
    }),
  counts: [],
  figures: () => [
    { id: 'kappa', range: [-1, 1], measure: 'number' },
    { id: 'observed-agreement', range: [0, 1] },
    { id: 'completion', range: [0, 1] },
  ],
  summarise: (cases, given) => ({
    estimator: 'kappa',
    version: 1,
    patients: new Set(cases.map(({ patient }) => patient)).size,
    cells: [
      ...productCells({ names: countNames(given), vectors: vectorsOf(cases, given) }),
      ...ratioCells(
        'completion',
        cases.map(({ patient, device }) => ({ patient, numerator: device === null ? 0 : 1, denominator: 1 })),
      ),
    ],
  }),
  merge: (releases, given) => mergeCells(releases, cellNames(given)),
  estimate: (merged, given) => [
    ...agreementFigures(productSums(merged, countNames(given)), given),
    clusteredProportion('completion', merged, 'completion', 1),
  ],
}

/** @throws RangeError for a category that the protocol does not have */
function vectorsOf(cases: readonly Case[], { categories }: Parameters): number[][] {
  const placeOf = (category: string) => {
    const place = categories.indexOf(category)
    if (place < 0) throw new RangeError('cases: a category that the protocol does not have')
    return place
  }
  const rated = cases.flatMap(({ patient, reference, device }) =>
    device === null ? [] : [{ patient, pair: placeOf(reference) * categories.length + placeOf(device) }],
  )
  const byPatient = [...Map.groupBy(rated, ({ patient }) => patient)].sort(([a], [b]) => (a < b ? -1 : 1))
  return byPatient.map(([, own]) => {
    const counts = new Array<number>(categories.length ** 2).fill(0)
    for (const { pair } of own) counts[pair]! += 1
    return counts
  })
}

const level = 0.95

function agreementFigures(counted: ReturnType<typeof productSums>, given: Parameters): Figure[] {
  const ids = ['kappa', 'observed-agreement'] as const
  if ('status' in counted) return ids.map((id) => ({ id, ...counted }))
  const names = countNames(given)
  const pairs = names.map((name) => counted.sums.get(name)!)
  const cases = pairs.reduce((sum, count) => sum + count, 0)
  const { patients } = counted
  const everyPair = new Map(names.map((name) => [name, 1]))
  const effectivePatients = cases === 0 ? 0 : (cases * cases) / counted.squares(everyPair)
  if (patients < 2 || effectivePatients - 1 < 1e-9)
    return ids.map((id) => ({ id, status: 'undefined', reason: 'too-few-patients', patients }))
  const weights = weightMatrix(given.weights, given.categories.length)
  const shares = pairs.map((count) => count / cases)
  const { observed, kappa } = linearise(shares, weights)
  const figure = (id: string, one: Linearised | undefined, within: readonly [number, number]): Figure => {
    if (!one) return { id, status: 'undefined', reason: 'no-variance', patients }
    const influence = new Map(names.map((name, i) => [name, one.slopes[i]! / cases]))
    return withInterval({ id, estimate: one.estimate, influence, within, effectivePatients }, counted)
  }
  return [figure('kappa', kappa, [-1, 1]), figure('observed-agreement', observed, [0, 1])]
}

/** A function of the shares of pairs, and how it moves with each, their weighted sum being 0. */
interface Linearised {
  readonly estimate: number
  readonly slopes: readonly number[]
}

function linearise(shares: readonly number[], weights: Float64Array): { observed: Linearised; kappa?: Linearised } {
  const q = Math.sqrt(shares.length)
  const sum = (of: (row: number, column: number, i: number) => number) =>
    shares.reduce((total, _, i) => total + of(Math.floor(i / q), i % q, i), 0)
  const rows = Array.from({ length: q }, (_, row) => sum((r, __, i) => (r === row ? shares[i]! : 0)))
  const columns = Array.from({ length: q }, (_, column) => sum((__, c, i) => (c === column ? shares[i]! : 0)))
  const observed = sum((_, __, i) => weights[i]! * shares[i]!)
  const expected = sum((row, column, i) => weights[i]! * rows[row]! * columns[column]!)
  const centred = (slopes: readonly number[]) => {
    const mean = slopes.reduce((total, slope, i) => total + slope * shares[i]!, 0)
    return slopes.map((slope) => slope - mean)
  }
  const agreement: Linearised = { estimate: observed, slopes: centred([...weights]) }
  if (1 - expected < 1e-12) return { observed: agreement }
  const slopes = shares.map((_, i) => {
    const [row, column] = [Math.floor(i / q), i % q]
    // How the expected agreement moves with a pair's share: once by its row, once by its column.
    const byRow = columns.reduce((total, share, k) => total + share * weights[row * q + k]!, 0)
    const byColumn = rows.reduce((total, share, k) => total + share * weights[k * q + column]!, 0)
    return (weights[i]! * (1 - expected) - (byRow + byColumn) * (1 - observed)) / (1 - expected) ** 2
  })
  return { observed: agreement, kappa: { estimate: (observed - expected) / (1 - expected), slopes: centred(slopes) } }
}

interface Given {
  readonly id: string
  readonly estimate: number
  readonly influence: ReadonlyMap<string, number>
  readonly within: readonly [number, number]
  readonly effectivePatients: number
}

function withInterval(given: Given, counted: ProductSums): Figure {
  const { id, estimate, influence, within, effectivePatients } = given
  const { patients } = counted
  const variance = (patients / (patients - 1)) * counted.squares(influence)
  if (variance <= 1e-18) return { id, status: 'undefined', reason: 'no-variance', patients }
  const reference: Reference = {
    scale: 't',
    location: estimate,
    standardError: Math.sqrt(variance),
    degreesOfFreedom: effectivePatients - 1,
    within: [within[0], within[1]],
  }
  const tail = (1 - level) / 2
  return {
    id,
    status: 'estimated',
    estimate,
    reference,
    patients,
    effectivePatients,
    interval: {
      level,
      lower: limitOf(reference, 'lower', tail),
      upper: limitOf(reference, 'upper', tail),
      method: 'linearised-t',
    },
  }
}
