import { AssayError } from '@assay/contracts'
import { sevenRates } from '@assay/statistics/detection'
import {
  agreementLimitsPower,
  agreementLimitsSize,
  areaDifferencePower,
  areaDifferenceSize,
  areaPower,
  areaSize,
  calibrationPower,
  calibrationSize,
  frocPower,
  groupsPower,
  groupsSize,
  hospitalCount,
  hospitalPower,
  intraclassPower,
  intraclassSize,
  kappaPower,
  kappaSize,
  leastSize,
  meanLogitOf,
  meanPower,
  meanSize,
  type PowerAtSize,
  pairedPower,
  pairedSize,
  recalibrationPower,
  recalibrationSize,
  type SimulatedPower,
  type Simulation,
  sharePower,
  shareSize,
  simulateAgreementLimits,
  simulateArea,
  simulateAreaDifference,
  simulateCalibration,
  simulateFroc,
  simulateGroups,
  simulateHospitals,
  simulateIntraclass,
  simulateKappa,
  simulateMean,
  simulatePaired,
  simulateRecalibration,
  simulateShare,
} from '@assay/statistics/planning'

export const endpoints = [
  ...(['proportion', 'proportions', 'paired', 'area', 'areas', 'mean', 'kappa', 'icc', 'limits'] as const),
  ...(['calibration', 'calibration-slope', 'calibration-intercept', 'froc', 'hospitals', 'readers'] as const),
] as const
export type Endpoint = (typeof endpoints)[number]
export const designs = [
  ...(['crossed', 'cases-in-modalities', 'cases-in-readers', 'blocks', 'readers-in-modalities'] as const),
] as const
export const limits = ['clopper-pearson', 'wilson'] as const

/** What a person asked of a plan. */
export interface PlanOptions {
  readonly words: readonly string[]
  readonly alpha: number
  readonly power: number
  readonly expected?: number
  readonly bound?: number
  readonly second?: number
  readonly margin: number
  readonly discordance?: number
  readonly deviation?: number
  readonly prevalence: number
  readonly areaCorrelation: number
  readonly limit: (typeof limits)[number]
  readonly casesAPatient: number
  readonly correlation: number
  readonly difference?: number
  readonly pilot?: readonly number[]
  readonly pilotCases?: number
  readonly readers: readonly number[]
  readonly design: (typeof designs)[number]
  readonly blocks: number
  readonly categories?: readonly number[]
  readonly weights: 'identity' | 'linear' | 'quadratic'
  readonly raters: number
  readonly rates?: readonly number[]
  readonly between?: number
  readonly casesAHospital?: number
  readonly lesionsAScan: number
  readonly falseMarksAScan: number
  readonly subgroups?: readonly number[]
  readonly claim: 'all' | 'each'
  readonly simulate?: number
  readonly picture?: string
}

/** A plan over one size: what it takes, what power each size has, and what a simulation says. */
export interface SizedPlan {
  readonly given: Readonly<Record<string, unknown>>
  readonly size: number | undefined
  readonly at: (size: number) => PowerAtSize
  readonly simulate: (size: number, simulation: Simulation) => SimulatedPower
}

/** @throws AssayError for an option that the endpoint needs, and a value that it can not have */
export function sizedPlan(endpoint: Exclude<Endpoint, 'readers'>, chosen: PlanOptions, seed: number): SizedPlan {
  return planners[endpoint](chosen, seed)
}

function planOf<Given extends object>(
  given: Given,
  size: (given: Given) => number | undefined,
  power: (given: Given, size: number) => PowerAtSize,
  simulate: (given: Given, size: number, simulation: Simulation) => SimulatedPower,
): SizedPlan {
  return {
    given: given as Readonly<Record<string, unknown>>,
    size: size(given),
    at: (one) => power(given, one),
    simulate: (one, simulation) => simulate(given, one, simulation),
  }
}

const planners: Record<Exclude<Endpoint, 'readers'>, (chosen: PlanOptions, seed: number) => SizedPlan> = {
  proportion: (chosen) =>
    planOf({ ...clustered(chosen), ...overBound(chosen), method: chosen.limit }, shareSize, sharePower, simulateShare),
  proportions: (chosen) => planOf({ ...clustered(chosen), ...ofTwo(chosen) }, groupsSize, groupsPower, simulateGroups),
  paired: (chosen) =>
    planOf(
      { ...clustered(chosen), ...ofTwo(chosen), discordance: discordanceOf(chosen) },
      ...([pairedSize, pairedPower, simulatePaired] as const),
    ),
  area: (chosen) =>
    planOf(
      { ...clustered(chosen), ...overBound(chosen), prevalence: chosen.prevalence },
      ...([areaSize, areaPower, simulateArea] as const),
    ),
  areas: ({ prevalence, areaCorrelation, ...chosen }) =>
    planOf(
      { ...clustered(chosen), ...ofTwo(chosen), prevalence, areaCorrelation },
      ...([areaDifferenceSize, areaDifferencePower, simulateAreaDifference] as const),
    ),
  mean: (chosen) =>
    planOf(
      { ...clustered(chosen), ...numbers(chosen), deviation: needed(chosen.deviation, '--deviation') },
      ...([meanSize, meanPower, simulateMean] as const),
    ),
  kappa: (chosen) => {
    const shares = needed(chosen.categories, '--categories')
    const sum = shares.reduce((total, value) => total + value, 0)
    if (shares.length < 2 || Math.abs(sum - 1) > 1e-6) throw invalid('--categories', 'option-shares-of-all')
    const given = { ...target(chosen), ...overBound(chosen), shares, weights: chosen.weights }
    return planOf(given, kappaSize, kappaPower, simulateKappa)
  },
  icc: (chosen) =>
    planOf(
      { ...target(chosen), ...overBound(chosen), raters: chosen.raters },
      ...([intraclassSize, intraclassPower, simulateIntraclass] as const),
    ),
  limits: (chosen) =>
    planOf(
      {
        ...target(chosen),
        expected: chosen.expected ?? 0,
        bound: needed(chosen.bound, '--bound'),
        deviation: needed(chosen.deviation, '--deviation'),
        interval: 'exact' as const,
      },
      ...([agreementLimitsSize, agreementLimitsPower, simulateAgreementLimits] as const),
    ),
  calibration: ({ prevalence, deviation = 0, ...chosen }) => {
    const bound = needed(chosen.bound, '--bound')
    if (!(bound > 1)) throw invalid('--bound', 'option-out-of-range')
    if (deviation >= Math.min(prevalence, 1 - prevalence)) throw invalid('--deviation', 'option-out-of-range')
    const given = { ...target(chosen), prevalence, deviation, bound }
    return planOf(given, calibrationSize, calibrationPower, simulateCalibration)
  },
  'calibration-slope': (chosen) => recalibration('slope', chosen),
  'calibration-intercept': (chosen) => recalibration('intercept', chosen),
  hospitals: (chosen) => {
    const { deviation } = chosen
    const given = {
      ...target(chosen),
      ...(deviation === undefined ? overBound(chosen) : numbers(chosen)),
      between: needed(chosen.between, '--between'),
      ...(deviation === undefined ? {} : { deviation }),
      casesAHospital: needed(chosen.casesAHospital, '--cases-a-hospital'),
    }
    return planOf(given, hospitalCount, hospitalPower, simulateHospitals)
  },
  froc: (chosen, seed) => {
    const rates = chosen.rates ?? sevenRates
    if (rates.some((rate, i) => !(rate > (rates[i - 1] ?? 0)))) throw invalid('--rates', 'option-rates')
    const given = {
      ...target(chosen),
      ...overBound(chosen),
      rates,
      correlation: chosen.correlation,
      lesions: chosen.lesionsAScan,
      falseMarks: chosen.falseMarksAScan,
    }
    if (given.expected <= given.bound) throw new AssayError('plan-impossible', {})
    const at = frocPower(given, seed)
    const size = leastSize((scans) => at(scans).power, given.power, 10)
    return planOf(
      given,
      () => size,
      (_, scans) => at(scans),
      simulateFroc,
    )
  },
}

function recalibration(model: 'slope' | 'intercept', { prevalence, ...chosen }: PlanOptions): SizedPlan {
  const [deviation, bound] = [needed(chosen.deviation, '--deviation'), needed(chosen.bound, '--bound')]
  if (!(bound > 0 && bound < (model === 'slope' ? 1 : Infinity))) throw invalid('--bound', 'option-out-of-range')
  const mean = meanLogitOf(prevalence, deviation)
  const given = { ...target(chosen), model, mean, deviation, bound, prevalence }
  return planOf(given, recalibrationSize, recalibrationPower, simulateRecalibration)
}

const target = ({ alpha, power }: Pick<PlanOptions, 'alpha' | 'power'>) => ({ alpha, power })

const clustered = (chosen: Pick<PlanOptions, 'alpha' | 'power' | 'casesAPatient' | 'correlation'>) => ({
  ...target(chosen),
  casesAPatient: chosen.casesAPatient,
  correlation: chosen.correlation,
})

const numbers = (chosen: Pick<PlanOptions, 'expected' | 'bound'>) => ({
  expected: needed(chosen.expected, '--expected'),
  bound: needed(chosen.bound, '--bound'),
})

const overBound = (chosen: Pick<PlanOptions, 'expected' | 'bound'>) => ({
  expected: share(chosen.expected, '--expected'),
  bound: share(chosen.bound, '--bound'),
})

const ofTwo = (chosen: Pick<PlanOptions, 'expected' | 'second' | 'margin'>) => ({
  first: share(chosen.expected, '--expected'),
  second: share(chosen.second, '--second'),
  margin: chosen.margin,
})

function discordanceOf(chosen: PlanOptions): number {
  const { first, second } = ofTwo(chosen)
  const discordance = needed(chosen.discordance, '--discordance')
  const most = Math.min(first + second, 2 - first - second)
  if (discordance < Math.abs(first - second) || discordance > most) throw invalid('--discordance', 'option-discordance')
  return discordance
}

function share(given: number | undefined, option: string): number {
  const value = needed(given, option)
  if (value > 0 && value < 1) return value
  throw invalid(option, 'option-share')
}

function invalid(option: string, what: string): AssayError {
  return new AssayError('option-invalid', { option, what })
}

/** @throws AssayError where an option is absent that the endpoint needs */
export function needed<Value>(value: Value | undefined, option: string): Value {
  if (value === undefined) throw invalid(option, 'option-needed')
  return value
}
