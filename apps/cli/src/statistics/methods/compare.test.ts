import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function compare(name: string, rows: readonly string[], words: readonly string[] = []) {
  writeFileSync(join(folder, name), `version,case,score\n${rows.join('\n')}\n`)
  const { status, output, errors } = runAssay(['statistics', 'compare', '--json', name, ...words], { folder })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

const scores: Record<string, number[]> = {
  v1: [0.8, 0.7, 0.9, 0.6],
  v2: [0.85, 0.72, 0.88, 0.7],
  v3: [0.86, 0.7, 0.8, 0.75],
}
const rows = Object.entries(scores).flatMap(([version, values]) =>
  values.map((score, i) => `${version},c${i},${score}`),
)

describe('assay statistics compare', () => {
  it('holds each version against the baseline and the one before, as a paired t test does', () => {
    const { json } = compare('a.csv', rows, ['--margin', '0.1'])
    // R: t.test(c(.05, .02, -.02, .1))
    expect(json.drift[0]).toMatchObject({
      version: 'v2',
      against: 'v1',
      cases: 4,
      better: 3,
      worse: 1,
      nonInferior: true,
      estimate: expect.closeTo(0.0375, 12),
      lower: expect.closeTo(-0.0429840188, 8),
      upper: expect.closeTo(0.1179840188, 8),
      worst: [{ case: 'c2', difference: expect.closeTo(-0.02, 12) }],
    })
    expect(
      json.steps.map(({ version, against }: { version: string; against: string }) => `${version}-${against}`),
    ).toEqual(['v2-v1', 'v3-v2'])
    expect(json.drift[1].estimate).toBeCloseTo(json.drift[0].estimate + json.steps[1].estimate, 12)
  })

  it('turns scores round where lower is better', () => {
    const [one, other] = [compare('a.csv', rows), compare('a.csv', rows, ['--lower-better'])]
    expect(other.json.drift[0].estimate).toBeCloseTo(-one.json.drift[0].estimate, 12)
    expect(other.json.drift[0].better).toBe(one.json.drift[0].worse)
  })

  it('compares the cases that both have, and refuses what it can not compare', () => {
    expect(compare('b.csv', [...rows.slice(0, 7)]).json.drift[0].cases).toBe(3)
    expect(compare('c.csv', rows.slice(0, 4)).errors).toContain('one version')
    expect(compare('a.csv', rows, ['--baseline', 'v9']).errors).toContain('--baseline')
    expect(compare('d.csv', [...rows, rows[0]!]).errors).toContain('line 14')
  })

  const run = (name: string, lines: readonly string[], words: readonly string[]) => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
    const { status, output, errors } = runAssay(['statistics', 'compare', '--json', name, ...words], { folder })
    return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
  }

  it('compares every endpoint, and lists the cases that came out better and worse', () => {
    // Cases: truth, and the scores of v1 and v2; the calls at 0.5 differ on d (found anew) and h (a new false alarm).
    const cases = [
      ...(['a,1,0.9,0.95', 'b,1,0.8,0.7', 'c,1,0.7,0.6', 'd,1,0.4,0.8', 'e,1,0.2,0.3'] as const),
      ...(['f,0,0.1,0.05', 'g,0,0.3,0.2', 'h,0,0.45,0.55', 'i,0,0.2,0.1', 'j,0,0.6,0.65'] as const),
    ].map((line) => line.split(','))
    const lines = ['version,case,truth,score,reference,of']
    for (const [i, version] of ['v1', 'v2'].entries())
      for (const one of cases) lines.push(`${version},${one[0]},${one[1]},${one[2 + i]},${one[1]},2`)
    const of = (endpoint: string, words: string[] = []) =>
      run('every.csv', lines, ['--endpoint', endpoint, ...words]).json.drift[0]
    expect(of('sensitivity', ['--cut', '0.5'])).toMatchObject({
      earlier: 0.6,
      later: 0.8,
      estimate: expect.closeTo(0.2, 12),
      method: 'tango',
      better: 1,
      worse: 0,
      best: [{ case: 'd', difference: 1 }],
    })
    expect(of('specificity', ['--cut', '0.5'])).toMatchObject({
      earlier: 0.8,
      later: 0.6,
      estimate: expect.closeTo(-0.2, 12),
      worst: [{ case: 'h', difference: -1 }],
    })
    // Pairs counted: 19.5 and 22 of 25.
    expect(of('area')).toMatchObject({ earlier: 19.5 / 25, later: 22 / 25, method: 'delong' })
    expect(of('bias', ['--margin', '0.2'])).toMatchObject({ method: 'clustered-mean', nonInferior: true })
    expect(of('bias').estimate).toBeCloseTo(of('bias').earlier - of('bias').later, 12)
    expect(of('ratio')).toMatchObject({ earlier: 4.65 / 20, method: 'jackknife' })
    for (const endpoint of ['kappa', 'spread']) expect(of(endpoint).method).toBe('jackknife')
    // Specificities from 0.6 on: the five diseased placements 1, 1, 1, 0.6, 0.3 and 1, 1, 0.8, 1, 0.6, as far as above 0.6.
    expect(of('partial-area', ['--partial', 'specificity:0.6:1'])).toMatchObject({
      earlier: expect.closeTo(0.24, 12),
      later: expect.closeTo(0.28, 12),
      method: 'jackknife',
      best: [{ case: 'd', difference: expect.closeTo(0.4, 12) }],
    })
    expect(of('icc')).toMatchObject({ method: 'jackknife', better: 6 })
    // 5 events; probabilities sum to 4.65 and 4.9: the later one is nearer to 1 by their logarithms.
    expect(of('observed-expected', ['--margin', '0.2'])).toMatchObject({
      earlier: expect.closeTo(5 / 4.65, 12),
      later: expect.closeTo(5 / 4.9, 12),
      estimate: expect.closeTo(Math.log(4.9 / 4.65), 12),
      nonInferior: false,
    })
    expect(of('calibration-in-the-large', ['--margin', '0.2'])).toMatchObject({ method: 'jackknife' })
    const certain = lines.map((line) => line.replace('v1,a,1,0.9', 'v1,a,1,1'))
    expect(run('certain.csv', certain, ['--endpoint', 'calibration-slope']).errors).toContain('0.999')
    expect(run('every.csv', lines, ['--endpoint', 'partial-area']).errors).toContain('--partial')
    const improbable = lines.map((line) => line.replace('v1,a,1,0.9', 'v1,a,1,1.9'))
    expect(run('improbable.csv', improbable, ['--endpoint', 'observed-expected']).errors).toContain('probability')
    expect(run('every.csv', lines, ['--endpoint', 'sensitivity']).errors).toContain('--cut')
    expect(
      run(
        'bare.csv',
        lines.map((line) => line.split(',').slice(0, 2).concat(line.split(',')[3]!).join(',')),
        ['--endpoint', 'kappa'],
      ).errors,
    ).toContain('reference')
    const contradicting = lines.map((line) => (line.startsWith('v2,a,') ? line.replace('v2,a,1', 'v2,a,0') : line))
    expect(run('other.csv', contradicting, ['--endpoint', 'area']).errors).toContain('another truth')
  })

  it('compares versions by their marks', () => {
    writeFileSync(join(folder, 'cases.csv'), 'case\nc1\nc2\nc3\nc4\n')
    writeFileSync(join(folder, 'lesions.csv'), 'case,x,y,z,diameter\nc1,0,0,0,10\nc2,0,0,0,10\nc3,9,9,9,10\n')
    const marks = [
      'release,case,x,y,z,score',
      'v1,c1,0,0,0,0.9',
      'v1,c4,0,0,0,0.5',
      'v2,c1,0,0,0,0.9',
      'v2,c2,1,0,0,0.8',
      'v2,c4,0,0,0,0.4',
    ]
    const words = [
      '--endpoint',
      'froc',
      '--version',
      'release',
      '--lesions',
      'lesions.csv',
      '--cases',
      'cases.csv',
      '--rates',
      '0.25,1',
    ]
    const { json } = run('marks.csv', marks, words)
    expect(json.drift[0]).toMatchObject({
      earlier: expect.closeTo(1 / 3, 12),
      later: expect.closeTo(2 / 3, 12),
      method: 'bootstrap',
      best: [{ case: 'c2', difference: 1 }],
    })
    const precise = run('marks.csv', marks, ['--endpoint', 'average-precision', ...words.slice(2)]).json.drift[0]
    expect(precise).toMatchObject({ earlier: expect.closeTo(1 / 3, 12), later: expect.closeTo(2 / 3, 12) })
    expect(run('marks.csv', marks, ['--endpoint', 'froc']).errors).toContain('--lesions')
  })
})
