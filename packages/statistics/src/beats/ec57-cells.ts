import { ratioCellNames } from '../proportions/ratio-cells.ts'
import { beatTargets, matrixCells, targetCells } from './beat-matrix.ts'
import { beatFailures } from './ec57-parameters.ts'

const measures = ['sensitivity', 'positive-predictivity'] as const

/**
 * The ratios: gross from pooled counts, average over the records where it is defined. Numerator and denominator are sums of
 * cells of the matrix.
 */
export const beatRatios = beatTargets.flatMap((target) =>
  measures.flatMap((measure) =>
    (['gross', 'average'] as const).map((kind) => {
      const { truePositive, falseNegative, falsePositive } = targetCells[target]
      const others = measure === 'sensitivity' ? falseNegative : falsePositive
      return { name: `${target}.${measure}.${kind}`, kind, truePositive, others }
    }),
  ),
)
export type BeatRatio = (typeof beatRatios)[number]

/** Names of the figures. */
export const ec57FigureIds: readonly string[] = [...beatRatios.map(({ name }) => name), 'completion']

/** Cells that count beats and records. */
const counted: readonly string[] = [
  ...matrixCells.map((cell) => `beats.${cell}`),
  'records',
  'records.paced',
  ...beatFailures.map((failure) => `records.${failure}`),
]

/** Cells that a report prints as they are: counts, and lengths of signal. */
export const ec57Counts: readonly string[] = [...counted, 'seconds.scored', 'seconds.shutdown']

/** Cells that are whole numbers. */
export const wholeCells: readonly string[] = [
  ...counted,
  ...ec57FigureIds
    .filter((id) => !id.endsWith('.average'))
    .map(ratioCellNames)
    .flatMap((names) => [names.numerator, names.denominator, names['denominator-squared'], names.patients]),
]

/** Every cell of a summary. */
export const ec57Cells: readonly string[] = [
  ...ec57FigureIds.flatMap((id) => Object.values(ratioCellNames(id))),
  ...ec57Counts,
]
