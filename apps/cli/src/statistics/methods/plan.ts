import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  type ReaderPlan,
  readerCases,
  readerPower,
  type SimulatedPower,
  simulateReaders,
} from '@assay/statistics/planning'
import type { Method, MethodInput, MethodResult, ResultCell } from '../method.ts'
import { numbersOf, sharesOf } from '../number-list.ts'
import { between, wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { writePicture } from '../write-picture.ts'
import {
  designs,
  type Endpoint,
  endpoints,
  limits,
  needed,
  type PlanOptions,
  type SizedPlan,
  sizedPlan,
} from './plan-endpoints.ts'
import { claims, type SubgroupPlan, subgroupPlan, subgroupsOf, subgroupTable } from './plan-subgroups.ts'

/** `assay statistics plan ENDPOINT`: how many cases, or readers and cases, an endpoint needs. */
export const plan: Method<PlanOptions> = {
  columns: [],
  describe: (command, t) =>
    command
      .argument('[endpoint]', t('cli.statistics.plan.endpoint'))
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
      .option('--blocks <number>', t('cli.statistics.plan.blocks'), (text) => wholeNumber(text, '--blocks'), 1)
      .option('--between <deviation>', t('cli.statistics.plan.between'), (text) => from0(text, '--between'))
      .option('--cases-a-hospital <number>', t('cli.statistics.plan.casesAHospital'), (text) =>
        wholeNumber(text, '--cases-a-hospital'),
      )
      .option('--categories <shares>', t('cli.statistics.plan.categories'), sharesOf('--categories'))
      .option(
        '--weights <kind>',
        t('cli.statistics.plan.weights'),
        oneOf(['identity', 'linear', 'quadratic'] as const, '--weights'),
        'identity',
      )
      .option('--raters <number>', t('cli.statistics.plan.raters'), (text) => atLeast2(text, '--raters'), 2)
      .option('--rates <list>', t('cli.statistics.froc.rates'), numbersOf('--rates'))
      .option(
        '--lesions-a-scan <mean>',
        t('cli.statistics.plan.lesions'),
        (text) => above0(text, '--lesions-a-scan'),
        1,
      )
      .option(
        '--false-marks-a-scan <mean>',
        t('cli.statistics.plan.falseMarks'),
        (text) => above0(text, '--false-marks-a-scan'),
        8,
      )
      .option('--subgroups <shares>', t('cli.statistics.plan.subgroups'), subgroupsOf)
      .option('--claim <rule>', t('cli.statistics.plan.claim'), oneOf(claims, '--claim'), 'all')
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
const atLeast2 = satisfying((value) => value >= 2 && Number.isInteger(value))
const below1 = satisfying((value) => value >= 0 && value < 1)

function readersOf(text: string): number[] {
  const numbers = text.split(',').map((word) => wholeNumber(word.trim(), '--readers'))
  if (numbers.some((value) => value < 2))
    throw new AssayError('option-invalid', { option: '--readers', what: 'option-out-of-range' })
  return numbers
}

function runPlan(input: MethodInput<PlanOptions>): Promise<MethodResult> {
  const chosen = input.options
  const endpoint = oneOf(endpoints, '<endpoint>')(chosen.words[0] ?? '')
  return endpoint === 'readers'
    ? planReaders(chosen, input)
    : planSizes(endpoint, sizedPlan(endpoint, chosen, input.seed), chosen, input)
}

const parts = [0.5, 0.7, 0.85, 1, 1.15, 1.3, 1.6, 2]
const share = (value: number): ResultCell => ({ value, format: 'share' })
const count = (value: number): ResultCell => ({ value, format: 'count' })

/** The plan of all subgroups together: power is that all claims come out, or for `each` that of the smallest. */
function bySubgroups(endpoint: Exclude<Endpoint, 'readers'>, chosen: PlanOptions, seed: number): SubgroupPlan {
  const subgroups = chosen.subgroups ?? []
  const alpha = chosen.claim === 'each' ? chosen.alpha / subgroups.length : chosen.alpha
  return subgroupPlan(subgroups, chosen.claim, chosen.power, sizedPlan(endpoint, { ...chosen, alpha }, seed))
}

async function planSizes(
  endpoint: Exclude<Endpoint, 'readers'>,
  sized: SizedPlan,
  chosen: PlanOptions,
  { seed, standing, t }: MethodInput,
): Promise<MethodResult> {
  if (chosen.subgroups && endpoint === 'hospitals')
    throw new AssayError('option-invalid', { option: '--subgroups', what: 'option-not-with-hospitals' })
  // Of a claim for each subgroup on its own: as many errors are shared out.
  const whole = chosen.subgroups ? bySubgroups(endpoint, chosen, seed) : sized
  const { size } = whole
  const unit = endpoint === 'hospitals' ? 'hospitals' : 'cases'
  if (size === undefined) throw new AssayError('plan-impossible', {})
  const sizes = [...new Set(parts.map((part) => Math.max(2, Math.round(part * size))))]
  const points = sizes.map((one) => whole.at(one))
  const simulated = chosen.simulate ? whole.simulate(size, { runs: chosen.simulate, seed }) : undefined
  const around = Array.from({ length: 80 }, (_, i) => Math.max(2, Math.round(((i + 16) / 48) * size)))
  if (chosen.picture)
    await drawPower(
      [{ name: t(`cli.statistics.plan.name.${endpoint}`), points: around.map((x) => ({ x, y: whole.at(x).power })) }],
      ...([chosen, standing, t, unit] as const),
    )
  return {
    tables: [
      {
        title: t('cli.statistics.plan.title', { endpoint: t(`cli.statistics.plan.name.${endpoint}`) }),
        columns: [
          t(`cli.statistics.plan.${unit}`),
          t('cli.statistics.plan.powerColumn'),
          t('cli.statistics.plan.halfWidth'),
        ],
        rows: points.map((one): ResultCell[] => [
          ...[count(one.size), share(one.power)],
          { value: one.halfWidth, format: 'number' },
        ]),
      },
      ...(chosen.subgroups ? [subgroupTable(chosen.subgroups, whole, size, t)] : []),
    ],
    notes: [
      t(`cli.statistics.plan.note.size.${unit}`, { size, power: percent(chosen.power), alpha: percent(chosen.alpha) }),
      t(`cli.statistics.plan.note.${endpoint}`),
      ...(chosen.casesAPatient > 1
        ? [t('cli.statistics.plan.note.clusters', { cases: chosen.casesAPatient, correlation: chosen.correlation })]
        : []),
      ...(chosen.subgroups ? [t(`cli.statistics.plan.note.claim.${chosen.claim}`)] : []),
      ...simulationNotes(simulated, seed, t),
    ],
    json: {
      endpoint,
      ...sized.given,
      ...(chosen.subgroups ? { subgroups: chosen.subgroups, claim: chosen.claim } : {}),
      size,
      points,
      ...(simulated ? { simulated } : {}),
    },
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

async function planReaders(
  chosen: PlanOptions,
  { seed, standing, t }: MethodInput<PlanOptions>,
): Promise<MethodResult> {
  const [variance, cov1, cov2, cov3, interaction, reader] = chosen.pilot ?? []
  const components = chosen.design === 'readers-in-modalities' ? [6] : [5, 6]
  if (!components.includes(chosen.pilot?.length ?? 0))
    throw new AssayError('option-invalid', { option: '--pilot', what: 'option-pilot' })
  const given: ReaderPlan = {
    pilot: {
      variance: variance!,
      cov1: cov1!,
      cov2: cov2!,
      cov3: cov3!,
      interaction: interaction!,
      ...(reader === undefined ? {} : { reader }),
      cases: needed(chosen.pilotCases, '--pilot-cases'),
    },
    difference: needed(chosen.difference, '--difference'),
    margin: chosen.margin,
    design: chosen.design,
    blocks: chosen.blocks,
    alpha: chosen.alpha,
    power: chosen.power,
  }
  checkBlocks(chosen)
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

/** Blocks divide the readers, and have at least two each. */
function checkBlocks({ design, blocks, readers }: PlanOptions): void {
  const isRight = design === 'blocks' ? blocks >= 1 : blocks === 1
  const fits = readers.every((count) => count % blocks === 0 && count / blocks >= 2)
  if (!(isRight && fits)) throw new AssayError('option-invalid', { option: '--blocks', what: 'option-blocks' })
}

function drawPower(
  lines: readonly { name: string; points: readonly { x: number; y: number }[] }[],
  { picture = '', power }: PlanOptions,
  standing: string,
  t: Translator,
  unit: 'cases' | 'hospitals' = 'cases',
): Promise<void> {
  return writePicture(picture, standing, {
    lines,
    level: power,
    yDomain: [0, 1],
    xLabel: t(`cli.statistics.plan.${unit}`),
    yLabel: t('cli.statistics.plan.powerColumn'),
  })
}
