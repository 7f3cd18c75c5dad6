import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeAnnotations, writeRecord } from '@assay/formats'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-beats-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mitdb = join(import.meta.dirname, '../../../../../../shared/data/ecg/mitdb')

function beats(words: readonly string[]) {
  const { status, output, errors } = runAssay(['statistics', 'beats', '--json', ...words], { folder })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

type Drawn = readonly (readonly [second: number, code: string, aux?: string])[]

/** 250 Hz. */
function annotations(drawn: Drawn): Uint8Array {
  return writeAnnotations(
    drawn.map(([second, code, aux = '']) => ({ sample: Math.round(250 * second), code, subtype: 0, channel: 0, aux })),
  )
}

function record(name: string, seconds: number, reference: Drawn, test?: Drawn): void {
  const samples = new Int32Array(250 * seconds)
  const channel = { name: 'II', units: 'mV', gain: 200, baseline: 0, samples }
  const waveform = { samplingFrequency: 250, length: samples.length, channels: [channel], comments: [] }
  for (const part of ['reference', 'test']) mkdirSync(join(folder, part), { recursive: true })
  for (const file of writeRecord(name, waveform, 16)) writeFileSync(join(folder, 'reference', file.name), file.bytes)
  writeFileSync(join(folder, 'reference', `${name}.atr`), annotations(reference))
  if (test) writeFileSync(join(folder, 'test', `${name}.qrs`), annotations(test))
}

const everySecond = (seconds: number, code = 'N'): Drawn =>
  Array.from({ length: seconds - 1 }, (_, i) => [i + 1, code] as const)

describe('assay statistics beats', () => {
  // Five patients of 60 beats each; a misses one VEB, and one record has no annotations.
  const withVeb: Drawn = [...everySecond(60), [30.5, 'V'], [40.5, 'V']].sort(
    (a, b) => (a[0] as number) - (b[0] as number),
  ) as Drawn
  record(
    'a',
    61,
    withVeb,
    withVeb.filter(([second]) => second !== 30.5),
  )
  record('b', 61, withVeb, withVeb)
  for (const name of ['c', 'd']) record(name, 61, everySecond(60), everySecond(60))
  record('e', 61, everySecond(60))
  const rhythm: Drawn = [
    [0.5, '+', '(N'],
    [10.5, '+', '(AFIB'],
    [20.5, '+', '(N'],
    [40.5, '+', '(AFIB'],
  ]
  record('f', 61, [...rhythm, ...everySecond(60)].sort((a, b) => (a[0] as number) - (b[0] as number)) as Drawn, [
    [15.5, '+', '(AFIB'],
    [25.5, '+', '(N'],
  ])

  it('compares folders by their records’ names, and counts a missing file as a failed output', () => {
    const { json } = beats(['reference', 'test'])
    const figure = (id: string) => json.figures.find((one: { id: string }) => one.id === id)
    expect(figure('veb.sensitivity.gross')).toMatchObject({ numerator: 3, denominator: 4 })
    // Of e nothing was found; of f the test has no beats.
    expect(figure('qrs.sensitivity.gross')).toMatchObject({ numerator: 60 + 61 + 2 * 59, denominator: 2 * 61 + 4 * 59 })
    expect(figure('completion')).toMatchObject({ numerator: 5, denominator: 6 })
    expect(
      json.records.map(({ record: name, failure }: { record: string; failure: string | null }) => [name, failure]),
    ).toEqual([...['a', 'b', 'c', 'd'].map((name) => [name, null]), ['e', 'output-missing'], ['f', null]])
  })

  it('compares episodes of a rhythm by number and duration', () => {
    // Reference 10.5–20.5 and 40.5–61, test 15.5–25.5: five seconds in common.
    expect(beats(['reference', 'test']).json.episodes).toEqual({
      reference: 2,
      found: 1,
      test: 1,
      right: 1,
      referenceSeconds: 30.5,
      testSeconds: 10,
      commonSeconds: 5,
    })
  })

  it('gives episodes gross and average, and refuses what no rhythm is called', () => {
    record(
      'g',
      61,
      [
        [10.5, '+', '(AFIB'],
        [20.5, '+', '(N'],
      ],
      [
        [10.5, '+', '(AFIB'],
        [20.5, '+', '(N'],
      ],
    )
    const { json } = beats(['reference', 'test'])
    const figure = (id: string) => json.episodeFigures.find((one: { id: string }) => one.id === id)
    expect(figure('episode.sensitivity.gross')).toMatchObject({ numerator: 2, denominator: 3, status: 'estimated' })
    expect(figure('episode.sensitivity.average')).toMatchObject({ estimate: 0.75, denominator: 2 })
    expect(figure('duration.sensitivity.gross')).toMatchObject({ numerator: 15_000, denominator: 40_500 })
    rmSync(join(folder, 'reference/g.atr'))
    expect(beats(['reference', 'test', '--rhythm', '(AFIB'])).toMatchObject({
      status: 2,
      errors: expect.stringContaining('without the bracket'),
    })
  })

  it('takes records of one patient for one cluster', () => {
    writeFileSync(join(folder, 'patients.tsv'), 'a\tp1\nb\tp1\nc\tp2\n')
    const effective = (words: string[]) =>
      beats(['reference', 'test', ...words]).json.figures.find(
        (one: { id: string }) => one.id === 'qrs.sensitivity.gross',
      ).effectivePatients
    expect(effective(['--patients', 'patients.tsv'])).toBeLessThan(effective([]))
  })

  it('compares two files, of which the header says the frequency', () => {
    const { json } = beats(['reference/a.atr', 'test/a.qrs'])
    expect(json.records).toHaveLength(1)
    writeFileSync(join(folder, 'lone.atr'), annotations(everySecond(10)))
    expect(beats(['lone.atr', 'lone.atr'])).toMatchObject({ status: 2, errors: expect.stringContaining('--frequency') })
    expect(beats(['lone.atr', 'lone.atr', '--frequency', '250']).status).toBe(0)
  })

  it('says what can not be read', () => {
    expect(beats(['nowhere.atr', 'test/a.qrs'])).toMatchObject({
      status: 1,
      errors: expect.stringContaining('nowhere.atr'),
    })
    writeFileSync(join(folder, 'cut.qrs'), Buffer.from(annotations(everySecond(10))).subarray(0, 7))
    expect(beats(['reference/a.atr', 'cut.qrs'])).toMatchObject({
      status: 1,
      errors: expect.stringContaining('cut.qrs'),
    })
    mkdirSync(join(folder, 'empty'), { recursive: true })
    expect(beats(['empty', 'test']).errors).toContain('no annotation files')
  })

  it.skipIf(!existsSync(mitdb))('finds every beat of the MIT-BIH records in themselves (needs shared/data)', () => {
    const { json } = beats([mitdb, mitdb, '--test-extension', 'atr'])
    const gross = json.figures.filter(({ id }: { id: string }) => id.endsWith('.gross'))
    expect(gross).toHaveLength(6)
    for (const { estimate } of gross) expect(estimate).toBe(1)
  })
})
