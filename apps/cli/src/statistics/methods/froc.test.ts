import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-froc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return name
}

function froc(words: readonly string[]) {
  const { status, output, errors } = runAssay(['statistics', 'froc', '--json', ...words], { folder })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

interface Scan {
  case: string
  lesions: { centre: number[]; diameter: number; excluded: boolean; unmeasured: boolean }[]
  marks: { centre: number[]; score: number }[]
}
/** By LUNA16's rules, scikit-learn and numpy: bench/oracles/froc.py. */
const oracle = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../packages/statistics/src/detection/froc.oracle.json'), 'utf8'),
) as { scans: Scan[]; sensitivities: number[]; mean: number; averagePrecision: number; lesions: number; hits: number }

const lunaLesion = 'seriesuid,coordX,coordY,coordZ,diameter_mm'
const lunaRows = (isExcluded: boolean) =>
  oracle.scans.flatMap(({ case: name, lesions }) =>
    lesions
      .filter(({ excluded }) => excluded === isExcluded)
      .map((one) => [name, ...one.centre, one.unmeasured ? -1 : one.diameter].join()),
  )
const submission = oracle.scans.flatMap(({ case: name, marks }) =>
  marks.map(({ centre, score }) => [name, ...centre, score].join()),
)

describe('assay statistics froc', () => {
  write('annotations.csv', [lunaLesion, ...lunaRows(false)])
  write('annotations_excluded.csv', [lunaLesion, ...lunaRows(true)])
  write(
    'seriesuids.csv',
    oracle.scans.map((scan) => scan.case),
  )
  write('submission.csv', ['seriesuid,coordX,coordY,coordZ,probability', ...submission])
  const luna = ['--luna16', '--annotations', 'annotations.csv', '--excluded', 'annotations_excluded.csv']
  const whole = [...luna, '--series', 'seriesuids.csv', 'submission.csv', '--replicates', '200']

  it('reads LUNA16’s own files, and gives what its evaluation gives', () => {
    const { json } = froc(whole)
    const found = json.sensitivities.map(({ sensitivity }: { sensitivity: number }) => sensitivity)
    for (const [index, value] of oracle.sensitivities.entries()) expect(found[index]).toBeCloseTo(value, 13)
    expect(json.mean.estimate).toBeCloseTo(oracle.mean, 13)
    expect(json.areas.slice(3).map(({ name }: { name: string }) => name)).toEqual([
      ...['averagePrecision', 'interpolatedPrecision', 'cocoPrecision'],
    ])
    expect(json.areas.find(({ name }: { name: string }) => name === 'averagePrecision').estimate).toBeCloseTo(
      oracle.averagePrecision,
      13,
    )
    expect(json.counts).toMatchObject({ cases: 60, lesions: oracle.lesions, found: oracle.hits, failed: 0 })
    const { lower, upper } = json.mean.interval
    expect(lower).toBeLessThan(oracle.mean)
    expect(upper).toBeGreaterThan(oracle.mean)
    expect(froc(whole).json).toEqual(json)
  })

  const lesions = write('lesions.csv', [
    'case,x,y,z,diameter,irrelevant',
    'a,0,0,0,10,0',
    'a,50,0,0,10,0',
    'b,0,0,0,10,1',
  ])
  const cases = write('cases.csv', ['case,patient,failed', 'a,p1,0', 'b,p2,0', 'c,p2,0', 'd,p3,1'])
  const marks = write('marks.csv', ['case,x,y,z,score', 'a,1,0,0,0.9', 'b,1,0,0,0.8', 'b,30,0,0,0.7', 'c,0,0,0,0.2'])
  const given = (more: readonly string[] = [], from = marks) => [
    ...[from, '--lesions', lesions, '--cases', cases, '--replicates', '0', ...more],
  ]

  it('reads tables of marks, lesions and cases, worked by hand', () => {
    const { json } = froc(given(['--rates', '0.25,0.5']))
    // One of two lesions at no false mark; false marks in b and c, of four cases.
    expect(json.sensitivities).toMatchObject([
      { rate: 0.25, sensitivity: 0.5 },
      { rate: 0.5, sensitivity: 0.5 },
    ])
    expect(json.counts).toEqual({
      cases: 4,
      withLesions: 1,
      lesions: 2,
      found: 1,
      falseMarks: 2,
      falseMarksWithLesions: 0,
      falseMarksWithout: 2,
      ignored: 1,
      failed: 1,
    })
    // d failed, of four cases and three patients: co-primary.
    expect(json.completion).toMatchObject({ completed: 3, cases: 4, estimate: 0.75 })
    // Lesions 0.9 and none against 0.7, 0.2, none: wins 3 of 3, and 0 + 0 + ½ of 3.
    const areas = Object.fromEntries(
      json.areas.map(({ name, estimate }: { name: string; estimate: number }) => [name, estimate]),
    )
    expect(areas.afroc).toBeCloseTo((3 + 0.5) / 6, 12)
    expect(areas.lroc).toBe(1)
  })

  it('hits by the rule that is named', () => {
    const hit = (...words: string[]) => froc(given(words)).json.counts.found
    expect(hit('--limit', '0.5')).toBe(0)
    expect(hit('--limit', '1', '--boundary', 'included')).toBe(1)
    expect(hit('--rule', 'distance-over-size', '--limit', '0.1')).toBe(1)
    expect(hit('--rule', 'centre-in-truth')).toBe(1)
  })

  it('takes boxes for rules of overlap', () => {
    write('boxes.csv', ['case,x1,y1,x2,y2', 'a,8,8,12,12'])
    write('box-marks.csv', ['case,score,x1,y1,x2,y2', 'a,0.5,10,8,14,12'])
    write('one.csv', ['case', 'a', 'b'])
    const words = [
      'box-marks.csv',
      '--lesions',
      'boxes.csv',
      '--cases',
      'one.csv',
      '--replicates',
      '0',
      '--rule',
      'iou',
    ]
    // Common 8 of 24.
    expect(froc([...words, '--limit', '0.3']).json.counts.found).toBe(1)
    expect(froc([...words, '--limit', '0.4']).json.counts.found).toBe(0)
  })

  it('keeps the strongest marks of a scan, as LUNA16’s program does where scores tie', () => {
    const many = write('many.csv', ['case,x,y,z,score', 'c,1,0,0,0.5', 'c,2,0,0,0.5', 'c,3,0,0,0.9', 'c,4,0,0,0.8'])
    expect(froc(given(['--most-marks', '2'], many)).json.counts.falseMarks).toBe(2)
    expect(froc(given(['--most-marks', '3'], many)).json.counts.falseMarks).toBe(2)
  })

  it('takes tables without a mark, or without a lesion', () => {
    const silent = write('silent.csv', ['case,x,y,z,score'])
    const { json } = froc(given([], silent))
    expect(json.mean.estimate).toBe(0)
    expect(json.counts).toMatchObject({ cases: 4, lesions: 2, found: 0, falseMarks: 0 })
    const well = write('well.csv', ['case,x,y,z,diameter'])
    const normal = froc([marks, '--lesions', well, '--cases', cases, '--replicates', '0']).json
    expect(normal.mean).toBeNull()
    expect(normal.counts).toMatchObject({ withLesions: 0, falseMarksWithout: 4 })
  })

  it('says what does not fit', () => {
    const unknown = write('unknown.csv', ['case,x,y,z,score', 'z,1,0,0,0.9'])
    const failed = write('of-failed.csv', ['case,x,y,z,score', 'd,1,0,0,0.9'])
    const flat = write('flat.csv', ['case,x,y,z,diameter', 'a,0,0,0,0'])
    const faults: [readonly string[], number, string][] = [
      [given([], unknown), 1, 'unknown.csv, line 2, column case: the list of cases does not have this case'],
      [given([], failed), 1, 'the case is listed as failed, and yet has a mark'],
      [
        [marks, '--lesions', flat, '--cases', cases],
        1,
        'flat.csv, line 2, column diameter: the lesion needs a diameter',
      ],
      [[marks, '--lesions', lesions], 2, '--cases'],
      [[marks, '--lesions', lesions, '--cases', write('none.csv', ['case'])], 1, 'none.csv: there are no rows'],
      [given(['--rule', 'iou']), 2, '--limit'],
      [given(['--rule', 'iou', '--limit', '0.5']), 2, '--rule'],
      [given(['--rates', '1,0.5']), 2, '--rates'],
    ]
    for (const [words, status, said] of faults) {
      const found = froc(words)
      expect(found.errors).toContain(said)
      expect(found.status).toBe(status)
    }
  })
})
