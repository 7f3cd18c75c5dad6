import { sumCell } from '../frame/patient-sums.ts'
import type { Cell } from '../frame/site-summary.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { binOf } from './forecast-bins.ts'
import { byPatient, type Forecast } from './forecast-case.ts'

/** Name of a bin, counted from 1: `bin-01`. */
export function binName(index: number): string {
  return `bin-${String(index + 1).padStart(2, '0')}`
}

/** Ratios in [0, 1] whose cells are those of a clustered proportion. */
export function proportionNames(bins: number): string[] {
  return ['brier', 'completion', 'events', ...Array.from({ length: bins }, (_, k) => `${binName(k)}.observed`)]
}

/** What a bin has beside its observed share: the difference of forecasts and truths, and what is within the bin. */
const binParts = [
  'difference.numerator',
  'difference.deviation-squared',
  'difference.deviation-product',
  'difference.by-cases',
  'squared-offset',
  'event-offset',
] as const

/** What the sample as a whole has beside its proportions. */
const wholeParts = [
  'brier-events',
  'expected',
  'expected.squared',
  'residual.squared',
  'residual.by-expected',
  'absolute-difference.squared',
] as const

/** Names of all cells of a release. */
export function calibrationCellNames(bins: number): string[] {
  const ofBin = (k: number) => binParts.map((part) => `${binName(k)}.${part}`)
  return [
    ...proportionNames(bins).flatMap((name) => Object.values(ratioCellNames(name))),
    ...wholeParts,
    ...Array.from({ length: bins }, (_, k) => ofBin(k)).flat(),
  ]
}

/** The cells of what a site scored, but for completion. */
export function calibrationCells(scored: readonly Forecast[], edges: Float64Array): Cell[] {
  const inBin = Array.from({ length: edges.length - 1 }, (): Forecast[] => [])
  for (const one of scored) inBin[binOf(edges, one.probability)]?.push(one)
  const share = (of: (one: Forecast) => number) =>
    scored.map((one) => ({ patient: one.patient, numerator: of(one), denominator: 1 }))
  const patients = byPatient(scored)
  return [
    ...ratioCells('brier', share(squaredError)),
    ...ratioCells(
      'events',
      share(({ truth }) => truth),
    ),
    ...wholeCells(patients, edges),
    ...inBin.flatMap((own, k) => binCells(own, patients, k, edges)),
  ]
}

function squaredError({ truth, probability }: Forecast): number {
  return (probability - truth) ** 2
}

function total(cases: readonly Forecast[], of: (one: Forecast) => number): number {
  return cases.reduce((sum, one) => sum + of(one), 0)
}

function wholeCells(patients: readonly Forecast[][], edges: Float64Array): Cell[] {
  const all = patients.flat()
  const cases = Math.max(1, all.length)
  const events = (own: readonly Forecast[]) => total(own, ({ truth }) => truth)
  const expected = (own: readonly Forecast[]) => total(own, ({ probability }) => probability)
  const [brier, share] = [total(all, squaredError) / cases, events(all) / cases]
  const residual = (own: readonly Forecast[]) => events(own) - expected(own)
  const absolute = (own: readonly Forecast[]) =>
    [...Map.groupBy(own, ({ probability }) => binOf(edges, probability)).values()].reduce(
      (sum, inBin) => sum + Math.abs(expected(inBin) - events(inBin)),
      0,
    )
  const cell = (name: (typeof wholeParts)[number], of: (own: readonly Forecast[]) => number) =>
    sumCell(name, patients.map(of))
  return [
    cell('brier-events', (own) => (total(own, squaredError) - brier * own.length) * (events(own) - share * own.length)),
    cell('expected', expected),
    cell('expected.squared', (own) => expected(own) ** 2),
    cell('residual.squared', (own) => residual(own) ** 2),
    cell('residual.by-expected', (own) => residual(own) * expected(own)),
    cell('absolute-difference.squared', (own) => absolute(own) ** 2),
  ]
}

function binCells(own: readonly Forecast[], patients: readonly Forecast[][], k: number, edges: Float64Array): Cell[] {
  const name = binName(k)
  const middle = ((edges[k] as number) + (edges[k + 1] as number)) / 2
  const inBin = byPatient(own)
  const difference = (cases: readonly Forecast[]) => total(cases, ({ truth, probability }) => probability - truth)
  const mean = own.length === 0 ? 0 : difference(own) / own.length
  const deviation = (cases: readonly Forecast[]) => difference(cases) - mean * cases.length
  const casesOf = new Map(patients.map((cases) => [cases[0]?.patient, cases.length]))
  const cell = (part: (typeof binParts)[number], of: (cases: readonly Forecast[]) => number) =>
    sumCell(`${name}.${part}`, inBin.map(of))
  return [
    ...ratioCells(
      `${name}.observed`,
      own.map(({ patient, truth }) => ({ patient, numerator: truth, denominator: 1 })),
    ),
    cell('difference.numerator', difference),
    cell('difference.deviation-squared', (cases) => deviation(cases) ** 2),
    cell('difference.deviation-product', (cases) => deviation(cases) * cases.length),
    cell('difference.by-cases', (cases) => difference(cases) * (casesOf.get(cases[0]?.patient) ?? 0)),
    cell('squared-offset', (cases) => total(cases, ({ probability }) => (probability - middle) ** 2)),
    cell('event-offset', (cases) => total(cases, ({ truth, probability }) => truth * (probability - middle))),
  ]
}
