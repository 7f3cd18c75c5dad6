import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  boostingAttack,
  falseApproval,
  type Look,
  mechanisms,
  type Spending,
  spendings,
  spendOverAccumulation,
  spendOverLooks,
} from '@assay/statistics/looks'
import type { Method, MethodInput, MethodResult, ResultCell } from '../method.ts'
import { between, wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { writePicture } from '../write-picture.ts'

interface LooksOptions {
  readonly looks: number
  readonly alpha: number
  readonly spending: Spending
  readonly accumulating?: boolean
  readonly correlation: number
  readonly attack?: boolean
  readonly cases: number
  readonly queries: number
  readonly picture?: string
}

/** `assay statistics looks`: what looking at a test set again and again costs. */
export const looks: Method = {
  columns: [],
  describe: (command, t) =>
    command
      .option('--looks <number>', t('cli.statistics.looks.looks'), (text) => counted(text, '--looks', 100), 5)
      .option('--alpha <error>', t('cli.statistics.looks.alpha'), (text) => between(text, '--alpha'), 0.025)
      .option('--spending <kind>', t('cli.statistics.looks.spending'), oneOf(spendings, '--spending'), 'obrien-fleming')
      .option('--accumulating', t('cli.statistics.looks.accumulating'))
      .option('--correlation <value>', t('cli.statistics.looks.correlation'), correlationOf, 0.5)
      .option('--attack', t('cli.statistics.looks.attack'))
      .option('--cases <number>', t('cli.statistics.looks.cases'), (text) => counted(text, '--cases', 100_000), 2000)
      .option(
        '--queries <number>',
        t('cli.statistics.looks.queries'),
        (text) => counted(text, '--queries', 10_000),
        400,
      )
      .option('--picture <file>', t('cli.statistics.looks.picture')),
  run: runLooks,
}

function counted(text: string, option: string, most: number): number {
  const value = wholeNumber(text, option)
  if (value >= 1 && value <= most) return value
  throw new AssayError('option-invalid', { option, what: 'option-out-of-range' })
}

function correlationOf(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value < 1) return value
  throw new AssayError('option-invalid', { option: '--correlation', what: 'option-out-of-range' })
}

function runLooks(input: MethodInput): Promise<MethodResult> {
  const chosen = input.options as unknown as LooksOptions
  return chosen.attack ? attack(chosen, input) : spend(chosen, input)
}

const share = (value: number): ResultCell => ({ value, format: 'share' })
const number = (value: number): ResultCell => ({ value, format: 'number' })

function plannedLooks({ spending, alpha, accumulating }: LooksOptions, count: number): Look[] {
  return accumulating ? spendOverAccumulation(spending, alpha, count) : spendOverLooks(spending, alpha, count)
}

async function spend(chosen: LooksOptions, { standing, t }: MethodInput): Promise<MethodResult> {
  const { alpha, correlation, spending } = chosen
  const plan = plannedLooks(chosen, chosen.looks)
  const unspent = spendOverLooks('fixed', alpha, 1)[0]!.quantile
  const rates = Array.from({ length: 20 }, (_, i) => ({
    looks: i + 1,
    without: falseApproval(new Array<number>(i + 1).fill(unspent), correlation),
    with: falseApproval(
      spendOverLooks(spending, alpha, i + 1).map(({ quantile }) => quantile),
      correlation,
    ),
  }))
  if (chosen.picture)
    await writePicture(chosen.picture, standing, {
      lines: (['without', 'with'] as const).map((side) => ({
        name: t(`cli.statistics.looks.${side}`),
        points: rates.map((one) => ({ x: one.looks, y: one[side] })),
      })),
      ...{ xLabel: t('cli.statistics.looks.number'), yLabel: t('cli.statistics.looks.rate') },
      ...{ yDomain: [0, Math.ceil(20 * rates.at(-1)!.without) / 20] as const, level: alpha },
    })
  return {
    tables: [spendingTable(plan, t), rateTable(rates, correlation, t)],
    notes: [
      t(`cli.statistics.looks.note.${chosen.accumulating ? 'accumulating' : 'any'}`),
      t('cli.statistics.looks.note.limit'),
    ],
    json: {
      spending,
      alpha,
      accumulating: chosen.accumulating ?? false,
      correlation,
      looks: plan,
      falseApproval: rates,
    },
  }
}

function spendingTable(plan: readonly Look[], t: Translator) {
  return {
    title: t('cli.statistics.looks.title'),
    columns: [
      ...[t('cli.statistics.looks.look'), t('cli.statistics.looks.spent')],
      ...[t('cli.statistics.looks.own'), t('cli.statistics.looks.confidence'), 'z'],
    ],
    rows: plan.map(({ look, spent, alpha, quantile }): ResultCell[] => [
      ...[`${look}`, share(spent), share(alpha)],
      ...[`${(100 * (1 - alpha)).toFixed(4)} %`, number(quantile)],
    ]),
  }
}

function rateTable(
  rates: readonly { looks: number; without: number; with: number }[],
  correlation: number,
  t: Translator,
) {
  return {
    title: t('cli.statistics.looks.rates', { correlation }),
    columns: [t('cli.statistics.looks.number'), t('cli.statistics.looks.without'), t('cli.statistics.looks.with')],
    rows: rates
      .filter((one) => [1, 2, 3, 5, 10, 20].includes(one.looks))
      .map((one): ResultCell[] => [`${one.looks}`, share(one.without), share(one.with)]),
  }
}

/** Attacks of each length are run so often. */
const attacks = 3

async function attack(
  { cases, queries, picture }: LooksOptions,
  { standing, seed, progress, t }: MethodInput,
): Promise<MethodResult> {
  const lengths = [...new Set([1, 2, 3, 4, 5, 6, 7, 8].map((part) => Math.max(1, Math.round((part / 8) * queries))))]
  let done = 0
  const gains = mechanisms.map((mechanism) => ({
    mechanism,
    points: lengths.map((length) => {
      const drawn = Array.from({ length: attacks }, (_, i) => boostingAttack(mechanism, cases, length, seed + i))
      done += 1
      progress(done, lengths.length * mechanisms.length)
      return { queries: length, gain: drawn.reduce((sum, gain) => sum + gain, 0) / attacks }
    }),
  }))
  if (picture)
    await writePicture(picture, standing, {
      lines: gains.map(({ mechanism, points }) => ({
        name: t(`cli.statistics.looks.mechanism.${mechanism}`),
        points: points.map(({ queries: x, gain }) => ({ x, y: gain })),
      })),
      ...{ xLabel: t('cli.statistics.looks.queriesColumn'), yLabel: t('cli.statistics.looks.gain') },
      yDomain: [-0.02, Math.ceil(20 * Math.max(...gains.flatMap(({ points }) => points.map(({ gain }) => gain)))) / 20],
    })
  return {
    tables: [
      {
        title: t('cli.statistics.looks.attackTitle', { cases }),
        columns: [
          t('cli.statistics.looks.queriesColumn'),
          ...mechanisms.map((mechanism) => t(`cli.statistics.looks.mechanism.${mechanism}`)),
        ],
        rows: lengths.map((length, i): ResultCell[] => [
          `${length}`,
          ...gains.map(({ points }): ResultCell => ({ value: points[i]!.gain, format: 'points' })),
        ]),
      },
    ],
    notes: [t('cli.statistics.looks.note.attack', { attacks, seed }), t('cli.statistics.looks.note.feedback')],
    json: { cases, queries, seed, gains },
  }
}
