import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  areaDifferencePower,
  areaDifferenceSize,
  areaPower,
  areaSize,
  meanPower,
  meanSize,
  type PowerAtSize,
  pairedPower,
  pairedSize,
  type ReaderPlan,
  readerCases,
  readerPower,
  type SimulatedPower,
  sharePower,
  shareSize,
  simulateArea,
  simulateAreaDifference,
  simulateMean,
  simulatePaired,
  simulateReaders,
  simulateShare,
} from '@assay/statistics/planning'
import type { Method, MethodInput, MethodResult, ResultCell } from '../method.ts'
import { numbersOf } from '../number-list.ts'
import { between, wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { writePicture } from '../write-picture.ts'

const endpoints = ['proportion', 'paired', 'area', 'areas', 'mean', 'readers'] as const
type Endpoint = (typeof endpoints)[number]
const designs = ['crossed', 'cases-in-modalities', 'cases-in-readers'] as const
const limits = ['clopper-pearson', 'wilson'] as const

interface PlanOptions {
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
  readonly simulate?: number
  readonly picture?: string
}

/** `assay statistics plan ENDPOINT`: how many cases, or readers and cases, an endpoint needs. */
export const plan: Method = {
  columns: [],
  describe: (command, t) =>
    command
      .argument('<endpoint>', t('cli.statistics.plan.endpoint'))
      .option('--alpha <error>', t('cli.statistics.plan.alpha'), (text) => between(text, '--alpha'), 0.025)
      .option('--power <power>', t('cli.statistics.plan.power'), (text) => between(text, '--power'), 0.9)
      .option('--expected <value>', t('cli.statistics.plan.expected'), (text) => finite(text, '--expected'))
      .option('--bound <value>', t('cli.statistics.plan.bound'), (text) => finite(text, '--bound'))
      .option('--second <value>', t('cli.statistics.plan.second'), (text) => between(text, '--second'))
      .option('--margin <difference>', t('cli.statistics.plan.margin'), (text) => from0(text, '--margin'), 0)
      .option('--discordance <share>', t('cli.statistics.plan.discordance'), (text) => between(text, '--discordance'))
      .option('--deviation <value>', t('cli.statistics.plan.deviation'), (text) => above0(text, '--deviation'))
      .option('--prevalence <share>', t('cli.statistics.plan.prevalence'), (text) => between(text, '--prevalence'), 0.5)
      .option(
        '--area-correlation <value>',
        t('cli.statistics.plan.areaCorrelation'),
        (text) => below1(text, '--area-correlation'),
        0.5,
      )
      .option('--limit <method>', t('cli.statistics.plan.limit'), oneOf(limits, '--limit'), 'clopper-pearson')
      .option(
        '--cases-a-patient <number>',
        t('cli.statistics.plan.casesAPatient'),
        (text) => atLeast1(text, '--cases-a-patient'),
        1,
      )
      .option('--correlation <value>', t('cli.statistics.plan.correlation'), (text) => below1(text, '--correlation'), 0)
      .option('--difference <value>', t('cli.statistics.plan.difference'), (text) => finite(text, '--difference'))
      .option('--pilot <components>', t('cli.statistics.plan.pilot'), numbersOf('--pilot'))
      .option('--pilot-cases <number>', t('cli.statistics.plan.pilotCases'), (text) =>
        wholeNumber(text, '--pilot-cases'),
      )
      .option('--readers <numbers>', t('cli.statistics.plan.readers'), readersOf, [4, 6, 8, 10, 15])
      .option('--design <design>', t('cli.statistics.plan.design'), oneOf(designs, '--design'), 'crossed')
      .option('--simulate <runs>', t('cli.statistics.plan.simulate'), (text) => wholeNumber(text, '--simulate'))
      .option('--picture <file>', t('cli.statistics.plan.picture')),
  run: runPlan,
}

function finite(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new AssayError('option-invalid', { option, what: 'option-number' })
}

function satisfying(holds: (value: number) => boolean): (text: string, option: string) => number {
  return (text, option) => {
    const value = finite(text, option)
    if (holds(value)) return value
    throw new AssayError('option-invalid', { option, what: 'option-out-of-range' })
  }
}
const from0 = satisfying((value) => value >= 0)
const above0 = satisfying((value) => value > 0)
const atLeast1 = satisfying((value) => value >= 1)
const below1 = satisfying((value) => value >= 0 && value < 1)

function readersOf(text: string): number[] {
  const numbers = text.split(',').map((word) => wholeNumber(word.trim(), '--readers'))
  if (numbers.some((value) => value < 2))
    throw new AssayError('option-invalid', { option: '--readers', what: 'option-out-of-range' })
  return numbers
}

/** A plan over one size: what it takes, what power each size has, and what a simulation says. */
interface SizedPlan {
  readonly given: Readonly<Record<string, unknown>>
  readonly size: number | undefined
  readonly at: (size: number) => PowerAtSize
  readonly simulate: (size: number, simulation: { runs: number; seed: number }) => SimulatedPower
}

function runPlan(input: MethodInput): Promise<MethodResult> {
  const chosen = input.options as unknown as PlanOptions
  const endpoint = oneOf(endpoints, '<endpoint>')(chosen.words[0] ?? '')
  return endpoint === 'readers'
    ? planReaders(chosen, input)
    : planSizes(endpoint, sizedPlan(endpoint, chosen), chosen, input)
}

/** @throws AssayError for an option that the endpoint needs, and a value that it can not have */
function sizedPlan(endpoint: Exclude<Endpoint, 'readers'>, chosen: PlanOptions): SizedPlan {
  const { alpha, power, casesAPatient, correlation, prevalence, margin } = chosen
  const common = { alpha, power, casesAPatient, correlation }
  const share = (name: 'expected' | 'bound' | 'second') => {
    const value = needed(chosen[name], `--${name}`)
    if (value > 0 && value < 1) return value
    throw new AssayError('option-invalid', { option: `--${name}`, what: 'option-share' })
  }
  switch (endpoint) {
    case 'proportion': {
      const given = { ...common, expected: share('expected'), bound: share('bound'), method: chosen.limit }
      return {
        ...{ given, size: shareSize(given), at: (size) => sharePower(given, size) },
        simulate: (size, simulation) => simulateShare(given, size, simulation),
      }
    }
    case 'paired': {
      const [first, second] = [share('expected'), share('second')]
      const discordance = needed(chosen.discordance, '--discordance')
      const most = Math.min(first + second, 2 - first - second)
      if (discordance < Math.abs(first - second) || discordance > most)
        throw new AssayError('option-invalid', { option: '--discordance', what: 'option-discordance' })
      const given = { ...common, first, second, discordance, margin }
      return {
        ...{ given, size: pairedSize(given), at: (size) => pairedPower(given, size) },
        simulate: (size, simulation) => simulatePaired(given, size, simulation),
      }
    }
    case 'area': {
      const given = { ...common, prevalence, expected: share('expected'), bound: share('bound') }
      return {
        ...{ given, size: areaSize(given), at: (size) => areaPower(given, size) },
        simulate: (size, simulation) => simulateArea(given, size, simulation),
      }
    }
    case 'areas': {
      const { areaCorrelation } = chosen
      const given = {
        ...common,
        prevalence,
        first: share('expected'),
        second: share('second'),
        areaCorrelation,
        margin,
      }
      return {
        ...{ given, size: areaDifferenceSize(given), at: (size) => areaDifferencePower(given, size) },
        simulate: (size, simulation) => simulateAreaDifference(given, size, simulation),
      }
    }
    case 'mean': {
      const given = {
        ...{ ...common, expected: needed(chosen.expected, '--expected'), bound: needed(chosen.bound, '--bound') },
        deviation: needed(chosen.deviation, '--deviation'),
      }
      return {
        ...{ given, size: meanSize(given), at: (size) => meanPower(given, size) },
        simulate: (size, simulation) => simulateMean(given, size, simulation),
      }
    }
  }
}

function needed(value: number | undefined, option: string): number {
  if (value === undefined) throw new AssayError('option-invalid', { option, what: 'option-needed' })
  return value
}

const parts = [0.5, 0.7, 0.85, 1, 1.15, 1.3, 1.6, 2]
const share = (value: number): ResultCell => ({ value, format: 'share' })
const count = (value: number): ResultCell => ({ value, format: 'count' })

async function planSizes(
  endpoint: Endpoint,
  sized: SizedPlan,
  chosen: PlanOptions,
  { seed, standing, t }: MethodInput,
): Promise<MethodResult> {
  const { size } = sized
  if (size === undefined) throw new AssayError('plan-impossible', {})
  const sizes = [...new Set(parts.map((part) => Math.max(2, Math.round(part * size))))]
  const points = sizes.map((one) => sized.at(one))
  const simulated = chosen.simulate ? sized.simulate(size, { runs: chosen.simulate, seed }) : undefined
  const around = Array.from({ length: 80 }, (_, i) => Math.max(2, Math.round(((i + 16) / 48) * size)))
  if (chosen.picture)
    await drawPower(
      [{ name: t(`cli.statistics.plan.name.${endpoint}`), points: around.map((x) => ({ x, y: sized.at(x).power })) }],
      ...([chosen, standing, t] as const),
    )
  return {
    tables: [
      {
        title: t('cli.statistics.plan.title', { endpoint: t(`cli.statistics.plan.name.${endpoint}`) }),
        columns: [
          t('cli.statistics.plan.cases'),
          t('cli.statistics.plan.powerColumn'),
          t('cli.statistics.plan.halfWidth'),
        ],
        rows: points.map((one): ResultCell[] => [
          ...[count(one.size), share(one.power)],
          { value: one.halfWidth, format: 'number' },
        ]),
      },
    ],
    notes: [
      t('cli.statistics.plan.note.size', { size, power: percent(chosen.power), alpha: percent(chosen.alpha) }),
      t(`cli.statistics.plan.note.${endpoint}`),
      ...(chosen.casesAPatient > 1
        ? [t('cli.statistics.plan.note.clusters', { cases: chosen.casesAPatient, correlation: chosen.correlation })]
        : []),
      ...simulationNotes(simulated, seed, t),
    ],
    json: { endpoint, ...sized.given, size, points, ...(simulated ? { simulated } : {}) },
  }
}

function percent(value: number): string {
  return `${Number((100 * value).toPrecision(6))} %`
}

function simulationNotes(simulated: SimulatedPower | undefined, seed: number, t: Translator): string[] {
  if (!simulated) return []
  const { power, standardError, runs } = simulated
  const [shown, error] = [power, standardError].map((value) => `${(100 * value).toFixed(2)} %`)
  return [t('cli.statistics.plan.note.simulated', { power: shown!, error: error!, runs, seed })]
}

async function planReaders(chosen: PlanOptions, { seed, standing, t }: MethodInput): Promise<MethodResult> {
  const [variance, cov1, cov2, cov3, interaction] = chosen.pilot ?? []
  if (chosen.pilot?.length !== 5) throw new AssayError('option-invalid', { option: '--pilot', what: 'option-pilot' })
  const given: ReaderPlan = {
    pilot: {
      ...{ variance: variance!, cov1: cov1!, cov2: cov2!, cov3: cov3!, interaction: interaction! },
      cases: needed(chosen.pilotCases, '--pilot-cases'),
    },
    ...{ difference: needed(chosen.difference, '--difference'), margin: chosen.margin, design: chosen.design },
    ...{ alpha: chosen.alpha, power: chosen.power },
  }
  const rows = chosen.readers.map((readers) => {
    const cases = readerCases(given, readers)
    return { readers, cases: cases ?? null, at: cases === undefined ? null : readerPower(given, readers, cases) }
  })
  const [first] = rows.filter(({ cases }) => cases !== null)
  const simulated =
    chosen.simulate && first
      ? simulateReaders(given, first.readers, first.cases!, { runs: chosen.simulate, seed })
      : undefined
  const most = 3 * Math.min(...rows.map(({ cases }) => cases ?? given.pilot.cases))
  if (chosen.picture)
    await drawPower(
      chosen.readers.map((readers) => ({
        name: t('cli.statistics.plan.readersName', { readers }),
        points: Array.from({ length: 60 }, (_, i) => {
          const x = Math.max(10, Math.round(((i + 1) / 60) * most))
          return { x, y: readerPower(given, readers, x).power }
        }),
      })),
      ...([chosen, standing, t] as const),
    )
  return {
    tables: [
      {
        title: t('cli.statistics.plan.title', { endpoint: t('cli.statistics.plan.name.readers') }),
        columns: [
          ...[t('cli.statistics.plan.readersColumn'), t('cli.statistics.plan.cases')],
          ...[t('cli.statistics.plan.powerColumn'), t('cli.statistics.plan.halfWidth')],
        ],
        rows: rows.map(({ readers, cases, at }): ResultCell[] =>
          cases === null || at === null
            ? [count(readers), { none: t('cli.statistics.plan.none') }, '', '']
            : [count(readers), count(cases), share(at.power), { value: at.halfWidth, format: 'number' }],
        ),
      },
    ],
    notes: [t('cli.statistics.plan.note.readers'), ...simulationNotes(simulated, seed, t)],
    json: { endpoint: 'readers', ...given, rows, ...(simulated ? { simulated } : {}) },
  }
}

function drawPower(
  lines: readonly { name: string; points: readonly { x: number; y: number }[] }[],
  { picture = '', power }: PlanOptions,
  standing: string,
  t: Translator,
): Promise<void> {
  return writePicture(picture, standing, {
    ...{ lines, level: power, yDomain: [0, 1] },
    ...{ xLabel: t('cli.statistics.plan.cases'), yLabel: t('cli.statistics.plan.powerColumn') },
  })
}
