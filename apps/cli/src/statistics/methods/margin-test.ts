import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { type Hypothesis, type HypothesisTest, type Tails, testHypothesis } from '@assay/statistics/paired'
import type { Command } from 'commander'
import type { MethodInput, ResultCell, ResultTable } from '../method.ts'
import { between } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'

const hypotheses = ['non-inferiority', 'equivalence', 'superiority'] as const

/** What a person asked to be shown of a difference. */
export interface MarginOptions {
  readonly margin?: number
  readonly hypothesis?: (typeof hypotheses)[number]
  readonly better: 'higher' | 'lower'
}

export type MarginTest = Hypothesis & HypothesisTest

/** Adds the options of a test to a command. */
export function withMarginOptions(command: Command, t: Translator): Command {
  return command
    .option('--margin <share>', t('cli.statistics.paired.margin'), (text) => between(text, '--margin'))
    .option('--hypothesis <kind>', t('cli.statistics.paired.hypothesisAsked'), oneOf(hypotheses, '--hypothesis'))
    .option('--better <side>', t('cli.statistics.paired.better'), oneOf(['higher', 'lower'], '--better'), 'higher')
}

/**
 * The test that was asked for, one-sided at half of what the level leaves; undefined where none was.
 * @throws AssayError `option-invalid` where a margin is missing
 */
export function testMargin(tails: Tails, options: MarginOptions, level: number): MarginTest | undefined {
  const hypothesis = hypothesisOf(options)
  return hypothesis && { ...hypothesis, ...testHypothesis(tails, hypothesis, (1 - level) / 2) }
}

/** A margin alone is one of non-inferiority; superiority alone has none. */
function hypothesisOf({ hypothesis, margin, better }: MarginOptions): Hypothesis | undefined {
  if (hypothesis === undefined && margin === undefined) return undefined
  const kind = hypothesis ?? 'non-inferiority'
  if (kind === 'superiority') return { kind, margin: margin ?? 0, better }
  if (margin === undefined) throw new AssayError('option-invalid', { option: '--margin', what: 'option-share' })
  return kind === 'equivalence' ? { kind, margin } : { kind, margin, better }
}

/** A row for each figure that was tested. */
export function marginTable(
  rows: readonly { name: string; test?: MarginTest }[],
  { t, level }: Pick<MethodInput, 't' | 'level'>,
): ResultTable {
  return {
    title: t('cli.statistics.paired.tests'),
    columns: [
      ...[t('cli.statistics.result.figure'), t('cli.statistics.paired.hypothesis')],
      ...[t('cli.statistics.paired.marginColumn'), t('cli.statistics.result.p')],
      t('cli.statistics.paired.shown', { alpha: Number(((1 - level) / 2).toPrecision(6)) }),
    ],
    rows: rows.map(({ name, test }): ResultCell[] => {
      if (!test) return [name, '', '', { none: t('cli.statistics.result.none') }, '']
      const { kind, margin, p, shown } = test
      const yes = t(shown ? 'cli.statistics.paired.yes' : 'cli.statistics.paired.no')
      const cells: ResultCell[] = [{ value: margin, format: 'share' }, { value: p, format: 'p' }, yes]
      return [name, t(`cli.statistics.paired.kind.${kind}`), ...cells]
    }),
  }
}
