import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  afrocCell,
  assembleStudy,
  type CovarianceMethod,
  completeCases,
  designOf,
  dorfmanBerbaumMetz,
  type Merit,
  type MeritStudy,
  meritStudy,
  obuchowskiRockette,
  type RandomFactors,
  type ReaderStudy,
  type ReaderStudyResult,
  type Reading,
  ReadingsRefused,
  uStatistics,
} from '@assay/statistics/readers'
import type { Method, MethodInput, MethodResult } from '../method.ts'
import { wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { readMarkedReadings } from './detection-tables.ts'
import { describeMatching, type MatchingOptions, matchingOf, matchOne } from './matching-options.ts'
import {
  blockTable,
  componentTable,
  differenceTable,
  equalityTable,
  meritTable,
  modalityTable,
  momentTable,
  pseudovalueTable,
} from './reader-tables.ts'
import { isImrmc, readingsOfImrmc, readingsOfTable } from './reading-files.ts'

const methods = ['or', 'dbm', 'ustat'] as const
const covariances = ['jackknife', 'delong', 'bootstrap'] as const
const merits = ['auc', 'afroc', 'wafroc', 'sensitivity', 'specificity', 'mean'] as const
const missingRules = ['refuse', 'complete-cases'] as const
const estimators = ['unbiased', 'biased'] as const

interface ReaderStudyOptions extends MatchingOptions {
  readonly words: readonly string[]
  readonly method: (typeof methods)[number]
  readonly covariance: (typeof covariances)[number]
  readonly random: RandomFactors
  readonly merit: (typeof merits)[number]
  readonly cut?: number
  readonly margin?: number
  readonly missing: (typeof missingRules)[number]
  readonly estimator: (typeof estimators)[number]
  readonly replicates: number
  readonly lesions?: string
  readonly cases?: string
  /** Names of columns. */
  readonly reader?: string
  readonly modality?: string
  readonly case?: string
}

/** `assay statistics reader-study`: whether readers do better in one modality than in another. */
export const readerStudy: Method<ReaderStudyOptions> = {
  columns: [
    { name: 'reader', kind: 'text', required: true, description: 'cli.statistics.reader-study.column.reader' },
    { name: 'modality', kind: 'text', required: true, description: 'cli.statistics.reader-study.column.modality' },
    { name: 'case', kind: 'text', required: true, description: 'cli.statistics.column.case' },
    { name: 'truth', kind: 'binary', required: true, description: 'cli.statistics.column.truth' },
    {
      name: 'rating',
      kind: 'number',
      required: true,
      mayMiss: true,
      description: 'cli.statistics.reader-study.column.rating',
    },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
  ],
  readsTable: ({ merit, words }) => !(isMarked(String(merit)) || isImrmc(String((words as unknown[])?.[0] ?? ''))),
  describe: (command, t) =>
    describeMatching(
      command
        .option('--method <method>', t('cli.statistics.reader-study.method'), oneOf(methods, '--method'), 'or')
        .option(
          '--covariance <method>',
          t('cli.statistics.reader-study.covariance'),
          oneOf(covariances, '--covariance'),
          'jackknife',
        )
        .option('--random <factors>', t('cli.statistics.reader-study.random'), randomOf, 'readers-and-cases')
        .option('--merit <merit>', t('cli.statistics.reader-study.merit'), oneOf(merits, '--merit'), 'auc')
        .option('--cut <rating>', t('cli.statistics.reader-study.cut'), (text) => finite(text, '--cut'))
        .option('--margin <difference>', t('cli.statistics.reader-study.margin'), marginOf)
        .option(
          '--missing <rule>',
          t('cli.statistics.reader-study.missing'),
          oneOf(missingRules, '--missing'),
          'refuse',
        )
        .option(
          '--estimator <kind>',
          t('cli.statistics.reader-study.estimator'),
          oneOf(estimators, '--estimator'),
          'unbiased',
        )
        .option(
          '--replicates <number>',
          t('cli.statistics.replicates'),
          (text) => wholeNumber(text, '--replicates'),
          1000,
        )
        .option('--lesions <table>', t('cli.statistics.froc.lesions'))
        .option('--cases <table>', t('cli.statistics.froc.cases')),
      t,
    ),
  run: runReaderStudy,
}

function isMarked(merit: string): boolean {
  return merit === 'afroc' || merit === 'wafroc'
}

/** `readers,cases`, `readers` or `cases`. */
function randomOf(text: string): RandomFactors {
  const words = text.split(',').map((word) => word.trim())
  const [readers, cases] = [words.includes('readers'), words.includes('cases')]
  if (words.some((word) => word !== 'readers' && word !== 'cases') || !(readers || cases))
    throw new AssayError('option-invalid', { option: '--random', what: 'option-random' })
  return readers && cases ? 'readers-and-cases' : readers ? 'readers' : 'cases'
}

function finite(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new AssayError('option-invalid', { option, what: 'option-number' })
}

function marginOf(text: string): number {
  const margin = finite(text, '--margin')
  if (margin > 0) return margin
  throw new AssayError('option-invalid', { option: '--margin', what: 'option-number' })
}

async function runReaderStudy(input: MethodInput<ReaderStudyOptions>): Promise<MethodResult> {
  const { t } = input
  try {
    const chosen = input.options
    const study = isMarked(chosen.merit) ? await markedStudy(chosen, input) : ratedStudy(chosen, input)
    return chosen.method === 'ustat' ? byMoments(study, chosen, input) : byAnova(study, chosen, input)
  } catch (error) {
    if (error instanceof ReadingsRefused) throw refusal(error, t)
    throw error
  }
}

function refusal({ reason }: ReadingsRefused, t: Translator): AssayError {
  const words = t(`cli.statistics.reader-study.fault.${reason.fault}`, { ...reason })
  return new AssayError('readings-refused', { reason: words })
}

/** The study that is analysed, and what was left out of it. */
interface Prepared {
  readonly study: ReaderStudy
  readonly merits: MeritStudy
  readonly leftOut: number
}

function ratedStudy(chosen: ReaderStudyOptions, { columns, standing }: MethodInput<ReaderStudyOptions>): Prepared {
  const path = String(chosen.words[0] ?? '-')
  const readings: Reading[] = isImrmc(path) ? readingsOfImrmc(path, standing) : readingsOfTable(columns)
  const whole = assembleStudy(readings)
  const { study, leftOut } = chosen.missing === 'complete-cases' ? completeCases(whole) : { study: whole, leftOut: 0 }
  return { study, merits: meritStudy(study, meritOf(chosen)), leftOut }
}

function meritOf({ merit, cut }: ReaderStudyOptions): Merit {
  if (merit === 'mean') return { merit }
  if (merit !== 'sensitivity' && merit !== 'specificity') return { merit: 'auc' }
  if (cut === undefined) throw new AssayError('option-invalid', { option: '--cut', what: 'option-cut-needed' })
  return { merit, cut }
}

/** Every reader's marks held against the lesions, in every modality. */
async function markedStudy(
  chosen: ReaderStudyOptions,
  { standing, options }: MethodInput<ReaderStudyOptions>,
): Promise<Prepared> {
  const needed = (path: string | undefined, option: string) => {
    if (path === undefined) throw new AssayError('option-invalid', { option, what: 'option-file-needed' })
    return path
  }
  const files = {
    marks: String(chosen.words[0] ?? '-'),
    lesions: needed(chosen.lesions, '--lesions'),
    cases: needed(chosen.cases, '--cases'),
  }
  const how = matchingOf(chosen)
  const named = new Map(
    (['reader', 'modality', 'case'] as const).flatMap((name) =>
      options[name] === undefined ? [] : [[name, options[name]] as const],
    ),
  )
  const marked = await readMarkedReadings(files, standing, named)
  const readings = marked.flatMap(({ reader, modality, cases }) =>
    cases.map((one): Reading => {
      const diseased = one.lesions.some(({ irrelevant }) => !irrelevant)
      return { reader, modality, case: one.case, diseased, rating: 0, patient: one.patient }
    }),
  )
  const study = assembleStudy(readings)
  const places = new Map(study.cases.map(({ id }, place) => [id, place]))
  const cells = study.cells.map((cell) => {
    const own = marked.find(
      (one) => one.reader === study.readers[cell.reader] && one.modality === study.modalities[cell.modality],
    )!
    const matched = own.cases.map((one) => ({ place: places.get(one.case)!, marks: matchOne(one, how) }))
    return afrocCell(
      cell,
      matched.sort((a, b) => a.place - b.place),
      chosen.merit === 'wafroc',
    )
  })
  return { study, merits: { ...study, cells }, leftOut: 0 }
}

const within = (merit: ReaderStudyOptions['merit']) => (merit === 'mean' ? {} : { within: [0, 1] as const })
const declared = (margin: number | undefined) => (margin === undefined ? {} : { margin })

function byAnova(
  { study, merits: of, leftOut }: Prepared,
  chosen: ReaderStudyOptions,
  { level, seed, t, progress }: MethodInput,
): MethodResult {
  const { random, margin, merit } = chosen
  const design = designOf(study)
  const result = obuchowskiRockette(of, design, {
    random,
    level,
    covariance: covarianceOf(chosen, seed, progress),
    ...within(merit),
    ...declared(margin),
  })
  const notes = notesOf(result, chosen, leftOut, t)
  if (chosen.method === 'or')
    return {
      tables: [
        modalityTable(result.modalities, level, t),
        differenceTable(result.differences, level, t),
        equalityTable(result.equality, t),
        componentTable(result.components, t),
        ...(result.blocks.length > 1 ? [blockTable(result, t)] : []),
        meritTable(result, t),
      ],
      notes,
      json: { method: 'or', merit, covariance: chosen.covariance, level, leftOut, ...result },
    }
  if (design.design !== 'crossed')
    throw new AssayError('readings-refused', { reason: t('cli.statistics.reader-study.fault.dbm-crossed') })
  const pseudovalues = dorfmanBerbaumMetz(of, { random, level, ...within(merit), ...declared(margin) })
  return {
    tables: [
      modalityTable(pseudovalues.modalities, level, t),
      differenceTable(pseudovalues.differences, level, t),
      equalityTable(pseudovalues.equality, t),
      pseudovalueTable(pseudovalues, t),
      meritTable(result, t),
    ],
    notes,
    json: { method: 'dbm', merit, random, level, leftOut, ...pseudovalues, merits: result.merits },
  }
}

function covarianceOf(
  { covariance, replicates, method }: ReaderStudyOptions,
  seed: number,
  told: MethodInput['progress'],
): CovarianceMethod {
  // Pseudovalues are the jackknife's.
  if (method === 'dbm') return { covariance: 'jackknife' }
  if (covariance !== 'bootstrap') return { covariance }
  if (replicates < 2) throw new AssayError('option-invalid', { option: '--replicates', what: 'option-replicates' })
  return { covariance, replicates, seed, told }
}

function notesOf(
  { design, random }: Pick<ReaderStudyResult, 'design' | 'random'>,
  { method, covariance, merit }: ReaderStudyOptions,
  leftOut: number,
  t: Translator,
): string[] {
  return [
    t(`cli.statistics.reader-study.note.merit.${merit}`),
    t(`cli.statistics.reader-study.note.design.${design}`),
    t(`cli.statistics.reader-study.note.random.${random}`),
    t(`cli.statistics.reader-study.note.method.${method === 'dbm' ? 'dbm' : covariance}`),
    ...(leftOut > 0 ? [t('cli.statistics.reader-study.note.leftOut', { count: leftOut })] : []),
  ]
}

function byMoments(
  { merits: of, leftOut }: Prepared,
  chosen: ReaderStudyOptions,
  { level, t }: MethodInput,
): MethodResult {
  if (of.modalities.length < 2) throw new ReadingsRefused({ fault: 'one-modality' })
  const { estimator, random, margin, merit } = chosen
  const result = uStatistics(of, { estimator, random, level, ...within(merit), ...declared(margin) })
  return {
    tables: [
      modalityTable(result.modalities, level, t),
      differenceTable(result.differences, level, t),
      ...(result.equality ? [equalityTable(result.equality, t)] : []),
      momentTable(result, t),
    ],
    notes: [
      t(`cli.statistics.reader-study.note.merit.${merit}`),
      t(`cli.statistics.reader-study.note.random.${random}`),
      t(`cli.statistics.reader-study.note.method.${estimator}`),
      ...(leftOut > 0 ? [t('cli.statistics.reader-study.note.leftOut', { count: leftOut })] : []),
    ],
    json: { method: 'ustat', merit, level, leftOut, ...result },
  }
}
