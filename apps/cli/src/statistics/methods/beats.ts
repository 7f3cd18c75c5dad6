import { AssayError } from '@assay/contracts'
import {
  type BeatCaseScore,
  compareBeats,
  compareRhythm,
  compareRuns,
  type Ec57Parameters,
  type EpisodeComparison,
  ec57Parameters,
  type Figure,
  findOneRoundEstimator,
  type RunCaseScore,
  release,
} from '@assay/statistics'
import type { Method, MethodInput, MethodResult } from '../method.ts'
import { type AnnotatedRecord, readAnnotated } from './annotation-files.ts'
import { figureTable, matrixTable, notesOf, recordTable, runTables } from './beats-tables.ts'
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
export const beats: Method<BeatsOptions> = {
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

function runBeats({ options, standing, level, t }: MethodInput<BeatsOptions>): MethodResult {
  const chosen = options
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
    rhythm: chosen.rhythm,
    learningSeconds: parameters.learningSeconds,
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
      level,
      parameters,
      figures,
      runs: runFigures,
      records: scores.map((one, index) => {
        const { veb, sveb } = runs[index]!
        return { ...one, runs: { veb, sveb }, episodes: episodes[index] }
      }),
      rhythm: chosen.rhythm,
      episodes: sumOf(episodes.filter((_, index) => !scores[index]!.paced)),
      episodeFigures,
    },
  }
}

function parametersOf({ window, learning, learningFrom }: BeatsOptions): Ec57Parameters {
  const read = ec57Parameters.safeParse({
    matchWindowSeconds: window,
    learningSeconds: learning,
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
  return { patient, record, paced, failure, veb: compare('ventricular'), sveb: compare('supraventricular') }
}

function episodesOf(
  { reference, test = [], samplingFrequency, samples }: AnnotatedRecord,
  { learningSeconds, learningAppliesFromSeconds }: Ec57Parameters,
  rhythm: string,
): EpisodeComparison {
  const isLong = samples >= learningAppliesFromSeconds * samplingFrequency
  const start = isLong ? Math.round(learningSeconds * samplingFrequency) : 0
  return compareRhythm(reference, test, { rhythm, start, samples, samplingFrequency })
}

function episodeScores(scores: readonly BeatCaseScore[], episodes: readonly EpisodeComparison[]) {
  return scores.map(({ patient, record, paced, failure }, index) => ({
    patient,
    record,
    paced,
    failure,
    episodes: episodes[index]!,
  }))
}

function sumOf(episodes: readonly EpisodeComparison[]): EpisodeComparison {
  const sum = (of: keyof EpisodeComparison) => episodes.reduce((total, one) => total + one[of], 0)
  return {
    reference: sum('reference'),
    found: sum('found'),
    test: sum('test'),
    right: sum('right'),
    referenceSeconds: sum('referenceSeconds'),
    testSeconds: sum('testSeconds'),
    commonSeconds: sum('commonSeconds'),
  }
}
