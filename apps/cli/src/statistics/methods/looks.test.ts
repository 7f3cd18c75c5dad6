import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-looks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function looks(words: readonly string[]) {
  const { status, output, errors } = runAssay(['statistics', 'looks', '--json', ...words], { folder })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

describe('assay statistics looks', () => {
  it('spends the error, and draws how often a device at the bound would be approved', () => {
    const { json } = looks(['--looks', '3', '--spending', 'pocock', '--correlation', '0', '--picture', 'looks.svg'])
    expect(json.looks.at(-1).spent).toBeCloseTo(0.025, 12)
    expect(json.falseApproval[19].without).toBeCloseTo(1 - 0.975 ** 20, 10)
    expect(json.falseApproval[19].with).toBeLessThanOrEqual(0.025)
    expect(readFileSync(join(folder, 'looks.svg'), 'utf8')).toContain('<svg')
    expect(looks(['--accumulating']).json.looks[4].quantile).toBeCloseTo(2.031, 3)
  })

  it('takes the dependence of looks from the cases that they share, named or counted', () => {
    const rows = (look: number, from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `${look},case ${from + i}`)
    // Look 2 before look 1: looks go by their numbers.
    writeFileSync(
      join(folder, 'cases.csv'),
      ['look,case', ...rows(2, 20, 80), ...rows(1, 0, 40), ...rows(3, 0, 100)].join('\n'),
    )
    writeFileSync(join(folder, 'counts.csv'), 'look,with,shared\n1,1,40\n1,2,20\n1,3,40\n2,2,60\n2,3,60\n3,3,100\n')
    const [named, counted] = [looks(['cases.csv']).json, looks(['counts.csv']).json]
    expect(named.names).toEqual(['1', '2', '3'])
    expect(named.overlap.neverUsed).toEqual([40, 40, 20].map((most) => ({ fewest: most, most })))
    expect(named.correlations[0][1]).toBeCloseTo(20 / Math.sqrt(40 * 60), 12)
    expect(counted.looks).toEqual(named.looks)
    expect(counted.overlap.neverUsed[2]).toEqual({ fewest: 0, most: 40 })
    expect(named.falseApproval[2].with).toBeCloseTo(0.025, 12)
    // Independent looks: the limits of --same-case 0 are higher.
    const safe = looks(['cases.csv', '--same-case', '0']).json
    expect(safe.looks[2].quantile).toBeGreaterThan(named.looks[2].quantile)
  })

  it('compares what a look found on cases used before and on those never used', () => {
    const rows = ['look,case,truth,score', '1,a,1,1', '1,b,1,1', '1,c,0,0', '1,d,0,0']
    rows.push('2,a,1,0.9', '2,b,1,0.8', '2,c,0,0.1', '2,d,0,0.2', '2,e,1,0.7', '2,f,1,0.4', '2,g,0,0.6', '2,h,0,0.1')
    writeFileSync(join(folder, 'scored.csv'), rows.join('\n'))
    const { json } = looks(['scored.csv', '--endpoint', 'sensitivity', '--cut', '0.5'])
    expect(json.exposures).toHaveLength(1)
    expect(json.exposures[0]).toMatchObject({
      look: '2',
      reusedCases: 4,
      neverUsedCases: 4,
      found: { reused: 1, neverUsed: 0.5, estimate: 0.5, method: 'miettinen-nurminen' },
    })
    // R: t.test(c(.9, .8, .1, .2), c(.7, .4, .6, .1))
    const { found } = looks(['scored.csv']).json.exposures[0]
    expect(found.estimate).toBeCloseTo(0.05, 12)
    expect(looks(['scored.csv', '--endpoint', 'specificity']).errors).toContain('--cut')
    writeFileSync(join(folder, 'bare.csv'), 'look,case\n1,a\n2,a\n2,b\n')
    expect(looks(['bare.csv', '--endpoint', 'score']).errors).toContain('scores')
  })

  it.each([['--looks', '3'], ['--correlation', '0.2'], ['--accumulating']])(
    'refuses what a table of cases says already: %s',
    (...words) => {
      writeFileSync(join(folder, 'two.csv'), 'look,case\n1,a\n1,b\n2,a\n2,c\n')
      expect(looks(['two.csv', ...words]).errors).toContain(words[0])
    },
  )

  it('refuses what is of a table of cases without one', () => {
    expect(looks(['--same-case', '0.5']).errors).toContain('--same-case')
  })

  it('adjusts the estimate at the look that stops', () => {
    const results = ['--estimates', '0.88,0.93,0.95', '--errors', '0.03,0.02,0.01', '--bound', '0.85']
    const { json } = looks(['--accumulating', '--looks', '4', '--spending', 'pocock', ...results])
    const decisions = json.results.looks.map((one: { decision: string }) => one.decision)
    expect(decisions).toEqual(['not-approved', 'approved', 'after-stop'])
    const { look, estimate, interval, p } = json.results.adjusted
    expect(look).toBe(2)
    expect(estimate).toBeLessThan(0.93)
    expect(interval.lower).toBeGreaterThan(0.85)
    expect(p).toBeLessThan(0.025)
    // Nothing is known of how looks depend on each other: decisions alone.
    expect(looks(['--looks', '4', ...results]).json.results.adjusted).toBeUndefined()
    const [only] = [looks(['--accumulating', '--looks', '1', '--estimates', '1', '--errors', '0.5', '--bound', '0'])]
    expect(only.json.results.adjusted.estimate).toBeCloseTo(1, 12)
    expect(only.json.results.adjusted.interval.lower).toBeCloseTo(1 - 1.959964 / 2, 6)
  })

  it.each([
    [['--estimates', '1,2'], '--errors'],
    [['--estimates', '1,2', '--errors', '1,0', '--bound', '0'], '--errors'],
    [['--estimates', '1', '--errors', '1'], '--bound'],
    [['--bound', '0.8'], '--estimates'],
    [['--looks', '1', '--estimates', '1,2', '--errors', '1,1', '--bound', '0'], '--estimates'],
    [['--same-case', '1.5'], '--same-case'],
  ])('says what is missing of results: %j', (words, option) => {
    const { status, errors } = looks(words)
    expect(status).not.toBe(0)
    expect(errors).toContain(option)
  })

  it.each([
    ['look,with,shared\n1,1,40\n2,2,40\n', 'a row for each look with itself'],
    ['look,with,shared\n1,1,40\n1,2,41\n2,2,50\n', 'line 3'],
    ['look,with,shared\n1,1,40\n1,2,10\n2,1,11\n2,2,50\n', 'line 4'],
    ['look,with,shared\n1,1,100\n1,2,90\n1,3,0\n2,2,100\n2,3,90\n3,3,100\n', 'contradict'],
    ['look,case\n1,a\n2,a\n1,a\n', 'line 4'],
    ['look\n1\n', 'look, with and shared'],
    [`look,case\n${Array.from({ length: 21 }, (_, i) => `${i},a`).join('\n')}\n`, '20 looks'],
  ])('refuses a table of cases that says nothing sure: %j', (text, words) => {
    writeFileSync(join(folder, 'bad.csv'), text)
    const { status, errors } = looks(['bad.csv'])
    expect(status).toBe(1)
    expect(errors).toContain(words)
  })

  it('attacks a test set, the same for a seed', () => {
    const words = ['--attack', '--cases', '400', '--queries', '80']
    const { json } = looks(words)
    const last = (mechanism: string) =>
      json.gains.find((one: { mechanism: string }) => one.mechanism === mechanism).points.at(-1).gain
    expect(last('plain')).toBeGreaterThan(last('ladder'))
    expect(looks(words).json).toEqual(json)
  })

  it('refuses what it can not plan', () => {
    expect(looks(['--looks', '0']).errors).toContain('--looks')
    expect(looks(['--correlation', '1']).errors).toContain('--correlation')
    expect(looks(['--spending', 'all']).errors).toContain('obrien-fleming')
  })
})
