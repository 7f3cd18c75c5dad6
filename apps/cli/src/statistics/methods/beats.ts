import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  type BeatCaseScore,
  compareBeats,
  compareEpisodes,
  compareRuns,
  type Ec57Parameters,
  type EpisodeComparison,
  ec57Parameters,
  type Figure,
  findOneRoundEstimator,
  limit,
  matrixCells,
  type RunCaseScore,
  release,
  rhythmEpisodes,
  sumCells,
} from '@assay/statistics'
import type { Method, MethodInput, MethodResult, ResultCell, ResultTable } from '../method.ts'
import { type AnnotatedRecord, readAnnotated } from './annotation-files.ts'
import { readPatients } from './patients-table.ts'

interface BeatsOptions {
  readonly words: readonly string[]
  readonly referenceExtension: string
  readonly testExtension?: string
  readonly frequency?: number
  readonly window: number
  readonly learning: number
  readonly learningFrom: number
  readonly patients?: string
  readonly rhythm: string
  readonly records?: boolean
  readonly runMatrices?: boolean
}

/** `assay statistics beats`: beats and rhythm episodes of a test against a reference, after EC57. */
export const beats: Method = {
  columns: [],
  describe: (command, t) =>
    command
      .argument('<reference>', t('cli.statistics.beats.reference'))
      .argument('<test>', t('cli.statistics.beats.test'))
      .option('--reference-extension <extension>', t('cli.statistics.beats.referenceExtension'), 'atr')
      .option('--test-extension <extension>', t('cli.statistics.beats.testExtension'))
      .option('--frequency <hertz>', t('cli.statistics.beats.frequency'), (text) => positive(text, '--frequency'))
      .option('--window <seconds>', t('cli.statistics.beats.window'), (text) => positive(text, '--window'), 0.15)
      .option('--learning <seconds>', t('cli.statistics.beats.learning'), (text) => from0(text, '--learning'), 300)
      .option(
        '--learning-from <seconds>',
        t('cli.statistics.beats.learningFrom'),
        (text) => from0(text, '--learning-from'),
        600,
      )
      .option('--patients <table>', t('cli.statistics.beats.patients'))
      .option('--rhythm <rhythm>', t('cli.statistics.beats.rhythm'), rhythmOf, 'AFIB')
      .option('--records', t('cli.statistics.beats.records'))
      .option('--run-matrices', t('cli.statistics.beats.runMatrices')),
  run: runBeats,
}

function positive(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0 && value < Infinity) return value
  throw new AssayError('option-invalid', { option, what: 'option-number' })
}

function from0(text: string, option: string): number {
  return text.trim() === '0' ? 0 : positive(text, option)
}

/** @throws AssayError for what no rhythm is called */
function rhythmOf(text: string): string {
  if (/^[A-Za-z0-9]{1,16}$/.test(text)) return text
  throw new AssayError('option-invalid', { option: '--rhythm', what: 'option-rhythm' })
}

function runBeats({ options, standing, level, t }: MethodInput): MethodResult {
  const chosen = options as unknown as BeatsOptions
  const [reference = '', test = ''] = chosen.words
  const parameters = parametersOf(chosen)
  const records = readAnnotated({ ...chosen, reference, test }, standing)
  const patients = readPatients(chosen.patients, standing)
  const scores = records.map((one) => scoreOf(one, patients.get(one.record) ?? one.record, parameters))
  const figures = figuresOf('ec57-beats', scores, parameters)
  const runs = records.map((one, index) => runsOf(one, scores[index]!, parameters))
  const runFigures = figuresOf('ec57-runs', runs, parameters).filter(isShown)
  const episodes = records.map((one) => episodesOf(one, parameters, chosen.rhythm))
  const episodeFigures = figuresOf('ec57-episodes', episodeScores(scores, episodes), {
    ...{ rhythm: chosen.rhythm, learningSeconds: parameters.learningSeconds },
    learningAppliesFromSeconds: parameters.learningAppliesFromSeconds,
  }).filter(isShown)
  const scored = scores.filter(({ paced }) => !paced)
  return {
    tables: [
      figureTable(figures, t, level),
      matrixTable(scored, t),
      ...(runFigures.length > 0 ? [figureTable(runFigures, t, level, t('cli.statistics.beats.runs'))] : []),
      ...(chosen.runMatrices ? runTables(runs, t) : []),
      ...(episodeFigures.length > 0
        ? [figureTable(episodeFigures, t, level, t('cli.statistics.beats.episodes', { rhythm: chosen.rhythm }))]
        : []),
      ...(chosen.records ? [recordTable(scores, t)] : []),
    ],
    notes: notesOf(scores, parameters, t),
    json: {
      ...{ level, parameters, figures, runs: runFigures },
      records: scores.map((one, index) => {
        const { veb, sveb } = runs[index]!
        return { ...one, runs: { veb, sveb }, episodes: episodes[index] }
      }),
      ...{
        rhythm: chosen.rhythm,
        episodes: sumOf(episodes.filter((_, index) => !scores[index]!.paced)),
        episodeFigures,
      },
    },
  }
}

function parametersOf({ window, learning, learningFrom }: BeatsOptions): Ec57Parameters {
  const read = ec57Parameters.safeParse({
    ...{ matchWindowSeconds: window, learningSeconds: learning },
    learningAppliesFromSeconds: learningFrom,
  })
  if (!read.success) throw new AssayError('option-invalid', { option: '--learning', what: 'option-learning' })
  return read.data
}

function scoreOf(
  { record, reference, test, samplingFrequency, samples }: AnnotatedRecord,
  patient: string,
  parameters: Ec57Parameters,
): BeatCaseScore {
  const compared = compareBeats(reference, test ?? [], { samplingFrequency, samples }, parameters)
  return { patient, record, ...compared, failure: test ? null : 'output-missing' }
}

/** Figures as over one hospital, its cells as they are. */
function figuresOf(
  id: 'ec57-beats' | 'ec57-runs' | 'ec57-episodes',
  scores: readonly unknown[],
  parameters: unknown,
): Figure[] {
  const estimator = findOneRoundEstimator(id, 1)!
  const released = release(estimator.summarise(scores, parameters), ({ value }) => ({ kind: 'exact', value }))
  return estimator.estimate([{ site: 'here', released }], parameters)
}

/** Completion stands with the beats; what is neither in the reference nor in the test is not shown. */
function isShown(figure: Figure): boolean {
  return figure.id !== 'completion' && !(figure.status === 'undefined' && figure.reason === 'empty-denominator')
}

function runsOf(
  { reference, test = [], samplingFrequency, samples }: AnnotatedRecord,
  { patient, record, paced, failure }: BeatCaseScore,
  parameters: Ec57Parameters,
): RunCaseScore {
  const compare = (kind: 'ventricular' | 'supraventricular') => {
    const { sensitivity, predictivity } = compareRuns(reference, test, kind, { samplingFrequency, samples }, parameters)
    return { sensitivity: sensitivity.map((row) => [...row]), predictivity: predictivity.map((row) => [...row]) }
  }
  return { ...{ patient, record, paced, failure }, veb: compare('ventricular'), sveb: compare('supraventricular') }
}

function episodesOf(
  { reference, test = [], samplingFrequency, samples }: AnnotatedRecord,
  { learningSeconds, learningAppliesFromSeconds }: Ec57Parameters,
  rhythm: string,
): EpisodeComparison {
  const isLong = samples >= learningAppliesFromSeconds * samplingFrequency
  return compareEpisodes(rhythmEpisodes(reference, rhythm, samples), rhythmEpisodes(test, rhythm, samples), {
    ...{ start: isLong ? Math.round(learningSeconds * samplingFrequency) : 0, end: samples, samplingFrequency },
  })
}

function episodeScores(scores: readonly BeatCaseScore[], episodes: readonly EpisodeComparison[]) {
  return scores.map(({ patient, record, paced, failure }, index) => ({
    ...{ patient, record, paced, failure, episodes: episodes[index]! },
  }))
}

function sumOf(episodes: readonly EpisodeComparison[]): EpisodeComparison {
  const sum = (of: keyof EpisodeComparison) => episodes.reduce((total, one) => total + one[of], 0)
  return {
    ...{ reference: sum('reference'), found: sum('found'), test: sum('test'), right: sum('right') },
    ...{
      referenceSeconds: sum('referenceSeconds'),
      testSeconds: sum('testSeconds'),
      commonSeconds: sum('commonSeconds'),
    },
  }
}

function figureTable(
  figures: readonly Figure[],
  t: Translator,
  level: number,
  title = t('cli.statistics.beats.title'),
): ResultTable {
  return {
    title,
    columns: [
      ...[t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
      t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
      ...[t('cli.statistics.beats.of'), t('cli.statistics.beats.effective')],
    ],
    rows: figures.map((figure) => figureRow(figure, t, level)),
  }
}

function figureRow(figure: Figure, t: Translator, level: number): ResultCell[] {
  const name = figureName(figure.id, t)
  if (figure.status !== 'estimated') return [name, { none: t('cli.statistics.result.none') }, '', '', '']
  const tail = (1 - level) / 2
  const { estimate, numerator, denominator = 0, effectivePatients } = figure
  return [
    name,
    { value: estimate, format: 'share' },
    { lower: limit(figure, 'lower', tail), upper: limit(figure, 'upper', tail), format: 'share' },
    numerator === undefined || figure.id.endsWith('.average')
      ? `${denominator}`
      : `${inUnits(figure.id, numerator)} / ${inUnits(figure.id, denominator)}`,
    { value: effectivePatients, format: 'number' },
  ]
}

/** Durations come in milliseconds, and are printed in seconds. */
function inUnits(id: string, value: number): number {
  return id.startsWith('duration.') ? value / 1000 : value
}

function figureName(id: string, t: Translator): string {
  if (id === 'completion') return t('report.target.completion')
  const [target = '', measure = '', kind = ''] = id.split('.')
  const word = (key: string) => t(key as Parameters<Translator>[0])
  return t('report.figureName', {
    ...{ target: word(`report.target.${target}`), measure: word(`report.measure.${measure}`) },
    kind: word(`report.kind.${kind}`),
  })
}

const rows = ['N', 'S', 'V', 'F', 'Q', 'O', 'X'] as const
const columns = ['n', 's', 'v', 'f', 'q', 'o', 'x'] as const

function matrixTable(scores: readonly BeatCaseScore[], t: Translator): ResultTable {
  const cellOf = (name: string): ResultCell => {
    const cell = matrixCells.find((one) => one === name)
    if (!cell) return ''
    return { value: scores.reduce((sum, { matrix }) => sum + sumCells(matrix, [cell]), 0), format: 'count' }
  }
  return {
    title: t('cli.statistics.beats.matrix'),
    columns: ['', ...columns],
    rows: rows.map((row): ResultCell[] => [row, ...columns.map((column) => cellOf(`${row}${column}`))]),
  }
}

function runTables(runs: readonly RunCaseScore[], t: Translator): ResultTable[] {
  const scored = runs.filter(({ paced }) => !paced)
  const table = (kind: 'veb' | 'sveb', side: 'sensitivity' | 'predictivity'): ResultTable => ({
    title: t('cli.statistics.beats.runMatrix', {
      kind: t(`cli.statistics.beats.${kind === 'veb' ? 'ventricular' : 'supraventricular'}`),
      side: t(`cli.statistics.beats.side.${side}`),
    }),
    columns: ['', ...'0123456'],
    rows: [...'0123456'].map((row): ResultCell[] => [
      row,
      ...[...'0123456'].map((column): ResultCell => {
        const value = scored.reduce((sum, one) => sum + one[kind][side][Number(row)]![Number(column)]!, 0)
        return { value, format: 'count' }
      }),
    ]),
  })
  return [
    ...(['sensitivity', 'predictivity'] as const).map((side) => table('veb', side)),
    ...(['sensitivity', 'predictivity'] as const).map((side) => table('sveb', side)),
  ]
}

function recordTable(scores: readonly BeatCaseScore[], t: Translator): ResultTable {
  const count = (value: number): ResultCell => ({ value, format: 'count' })
  const beatsIn = (matrix: BeatCaseScore['matrix'], pattern: RegExp): ResultCell =>
    count(
      sumCells(
        matrix,
        matrixCells.filter((cell) => pattern.test(cell)),
      ),
    )
  return {
    title: t('cli.statistics.beats.byRecord'),
    columns: [
      ...[t('cli.statistics.beats.record'), t('cli.statistics.beats.matched'), t('cli.statistics.beats.missed')],
      ...[t('cli.statistics.beats.extra'), t('cli.statistics.beats.remark')],
    ],
    rows: scores.map(({ record, matrix, paced, failure }) => [
      record,
      beatsIn(matrix, /^[NSVFQ][nsvfq]$/),
      beatsIn(matrix, /^[NSVFQ][ox]$/),
      beatsIn(matrix, /^[OX][nsvfq]$/),
      failure ? t('cli.statistics.beats.failed') : paced ? t('cli.statistics.beats.paced') : '',
    ]),
  }
}

function notesOf(scores: readonly BeatCaseScore[], parameters: Ec57Parameters, t: Translator): string[] {
  const paced = scores.filter((one) => one.paced).length
  const failed = scores.filter((one) => one.failure !== null).length
  return [
    t('cli.statistics.beats.note.rules', {
      ...{ window: 1000 * parameters.matchWindowSeconds, learning: parameters.learningSeconds },
      from: parameters.learningAppliesFromSeconds,
    }),
    t('cli.statistics.beats.note.clustered', { patients: new Set(scores.map(({ patient }) => patient)).size }),
    ...(paced > 0 ? [t('cli.statistics.beats.note.paced', { count: paced })] : []),
    ...(failed > 0 ? [t('cli.statistics.beats.note.failed', { count: failed })] : []),
  ]
}
