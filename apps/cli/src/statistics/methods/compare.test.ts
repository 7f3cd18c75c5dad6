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
      ...{ version: 'v2', against: 'v1', cases: 4, better: 3, worse: 1, nonInferior: true },
      ...{
        estimate: expect.closeTo(0.0375, 12),
        lower: expect.closeTo(-0.0429840188, 8),
        upper: expect.closeTo(0.1179840188, 8),
      },
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
})
