import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { type CaseFile, findTask, generateHospital } from '@assay/categories'
import { readOutputs, startOutputPool } from '@assay/formats'
import { type BeatCaseScore, ec57Beats, ec57Parameters, release } from '@assay/statistics'
import { describe, expect, it } from 'vitest'

const task = findTask('ecg', 'beat-classification')!
/** The task has neither values nor images. */
const none = await readOutputs(startOutputPool(), '', [])
const [endpoint] = task.template.endpoints
const mitdb = [process.env.ASSAY_DATA, join(import.meta.dirname, '../../../shared/data')]
  .map((folder) => join(folder ?? '', 'ecg/mitdb'))
  .find((folder) => existsSync(folder))

/** Runs the program as a hospital does, on files in a folder, and scores what it left. */
function runOn(name: string, patient: string, files: readonly CaseFile[]): BeatCaseScore {
  const folder = mkdtempSync(join(tmpdir(), 'assay-device-'))
  try {
    for (const { path, bytes } of task.inputFiles(files)) {
      mkdirSync(dirname(join(folder, 'input', path)), { recursive: true })
      writeFileSync(join(folder, 'input', path), bytes)
    }
    expect(detect(folder)).toBe(0)
    const output = task.readOutput(join(folder, 'output'), files, none)
    return task.score({ name, patient, files }, { output }, endpoint!) as BeatCaseScore
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function detect(folder: string): number | null {
  const env = { INPUT_DIR: join(folder, 'input'), OUTPUT_DIR: join(folder, 'output') }
  return spawnSync(process.execPath, [join(import.meta.dirname, 'detect.js')], { env }).status
}

function filesOf(record: string, read: (name: string) => Uint8Array): CaseFile[] {
  return [
    { name: `${record}.hea`, role: 'signal-header', bytes: read(`${record}.hea`) },
    { name: `${record}.dat`, role: 'signal', bytes: read(`${record}.dat`) },
    { name: `${record}.atr`, role: 'reference', bytes: read(`${record}.atr`) },
  ]
}

/** Gross figures after EC57: the first five minutes of a record are skipped. */
function figuresOf(scores: readonly BeatCaseScore[]): Map<string, number> {
  const parameters = ec57Parameters.parse(endpoint!.parameters)
  const released = release(ec57Beats.summarise(scores, parameters), ({ value }) => ({ kind: 'exact', value }))
  const figures = ec57Beats.estimate(ec57Beats.merge([{ site: 'all', released }], parameters), parameters)
  return new Map(figures.flatMap((figure) => (figure.status === 'estimated' ? [[figure.id, figure.estimate]] : [])))
}

describe('the device of the demonstration', () => {
  it.skipIf(!mitdb)('finds and classifies the beats of twelve MIT-BIH records (needs shared/data)', () => {
    const records = readdirSync(mitdb!).filter((name) => name.endsWith('.atr'))
    const scores = records.map((name) => {
      const record = name.slice(0, -4)
      return runOn(
        record,
        record,
        filesOf(record, (file) => readFileSync(join(mitdb!, file))),
      )
    })
    const figures = figuresOf(scores)
    expect(figures.get('qrs.sensitivity.gross')).toBeGreaterThan(0.995)
    expect(figures.get('qrs.positive-predictivity.gross')).toBeGreaterThan(0.995)
    expect(figures.get('veb.sensitivity.gross')).toBeGreaterThan(0.84)
    expect(figures.get('veb.positive-predictivity.gross')).toBeGreaterThan(0.93)
  })

  it('finds and classifies the beats of generated records', () => {
    const generated = new Map([...generateHospital(7, 6)].map(({ name, bytes }) => [name, bytes]))
    const records = [...generated.keys()].filter((name) => name.endsWith('.atr')).map((name) => name.slice(0, -4))
    const figures = figuresOf(
      records.map((record) =>
        runOn(
          record,
          record.slice(0, -1),
          filesOf(record, (file) => generated.get(file)!),
        ),
      ),
    )
    expect(figures.get('qrs.sensitivity.gross')).toBeGreaterThan(0.97)
    expect(figures.get('qrs.positive-predictivity.gross')).toBeGreaterThan(0.97)
    expect(figures.get('veb.sensitivity.gross')).toBeGreaterThan(0.85)
    expect(figures.get('veb.positive-predictivity.gross')).toBeGreaterThan(0.8)
  })

  it('ends with an exit status other than 0 where there is no record', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-device-'))
    expect(detect(folder)).not.toBe(0)
    rmSync(folder, { recursive: true })
  })
})
