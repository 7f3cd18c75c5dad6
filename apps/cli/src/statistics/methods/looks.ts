import { AssayError } from '@assay/contracts'
import { exposureEndpoints, spendings } from '@assay/statistics/looks'
import type { Method, MethodInput, MethodResult } from '../method.ts'
import { numbersOf } from '../number-list.ts'
import { between, wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { attack } from './looks-attack.ts'
import type { LooksOptions } from './looks-options.ts'
import { spend } from './looks-spending.ts'

/** `assay statistics looks`: what looking at a test set again and again costs. */
export const looks: Method<LooksOptions> = {
  columns: [
    { name: 'look', kind: 'text', required: true, description: 'cli.statistics.looks.column.look' },
    { name: 'case', kind: 'text', required: false, description: 'cli.statistics.looks.column.case' },
    { name: 'with', kind: 'text', required: false, description: 'cli.statistics.looks.column.with' },
    { name: 'shared', kind: 'count', required: false, description: 'cli.statistics.looks.column.shared' },
    { name: 'score', kind: 'number', required: false, description: 'cli.statistics.looks.column.score' },
    { name: 'truth', kind: 'binary', required: false, description: 'cli.statistics.column.truth' },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
  ],
  readsTable: readsOverlap,
  describe: (command, t) =>
    command
      .option('--looks <number>', t('cli.statistics.looks.looks'), (text) => counted(text, '--looks', 100))
      .option('--alpha <error>', t('cli.statistics.looks.alpha'), (text) => between(text, '--alpha'), 0.025)
      .option('--spending <kind>', t('cli.statistics.looks.spending'), oneOf(spendings, '--spending'), 'obrien-fleming')
      .option('--accumulating', t('cli.statistics.looks.accumulating'))
      .option('--overlap', t('cli.statistics.looks.overlap'))
      .option('--same-case <correlation>', t('cli.statistics.looks.sameCase'), sameCaseOf)
      .option('--endpoint <name>', t('cli.statistics.looks.endpoint'), oneOf(exposureEndpoints, '--endpoint'))
      .option('--cut <score>', t('cli.statistics.looks.cut'), (text) => finite(text, '--cut'))
      .option('--estimates <values>', t('cli.statistics.looks.estimates'), numbersOf('--estimates'))
      .option('--errors <values>', t('cli.statistics.looks.errors'), numbersOf('--errors'))
      .option('--bound <value>', t('cli.statistics.looks.bound'), (text) => finite(text, '--bound'))
      .option('--correlation <value>', t('cli.statistics.looks.correlation'), correlationOf)
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

/** A table of the looks' cases is read where it is named, or asked for and then from standard input. */
function readsOverlap({ overlap, words }: Readonly<Record<string, unknown>>): boolean {
  return overlap === true || ((words as readonly unknown[])[0] ?? '-') !== '-'
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

function sameCaseOf(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 1) return value
  throw new AssayError('option-invalid', { option: '--same-case', what: 'option-out-of-range' })
}

function finite(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new AssayError('option-invalid', { option, what: 'option-number' })
}

function runLooks(input: MethodInput<LooksOptions>): Promise<MethodResult> {
  const chosen = input.options
  return chosen.attack ? attack(chosen, input) : spend(chosen, input)
}
