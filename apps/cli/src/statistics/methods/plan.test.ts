import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-plan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function plan(words: readonly string[]) {
  const { status, output, errors } = runAssay(['statistics', 'plan', '--json', ...words], { folder })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

describe('assay statistics plan', () => {
  it('plans a mean as R’s power.t.test does, and draws the power', () => {
    const words = ['mean', '--expected', '0.85', '--bound', '0.8', '--deviation', '0.12', '--picture', 'power.svg']
    expect(plan(words).json.size).toBe(63)
    const picture = readFileSync(join(folder, 'power.svg'), 'utf8')
    expect(picture).toContain('<svg')
    expect(picture).toContain('power')
  })

  it('plans every endpoint, and checks it by simulation', () => {
    const pilot = '0.0008022883,0.0003466137,0.0003440748,0.0002390284,0.0002004025'
    for (const words of [
      ['proportion', '--expected', '0.9', '--bound', '0.8'],
      ['paired', '--expected', '0.9', '--second', '0.9', '--discordance', '0.1', '--margin', '0.05'],
      ['area', '--expected', '0.85', '--bound', '0.75'],
      ['areas', '--expected', '0.9', '--second', '0.8'],
      ['proportions', '--expected', '0.9', '--second', '0.8'],
      ['kappa', '--expected', '0.8', '--bound', '0.6', '--categories', '0.5,0.3,0.2', '--weights', 'quadratic'],
      ['icc', '--expected', '0.9', '--bound', '0.8'],
      ['limits', '--expected', '0.5', '--deviation', '2', '--bound', '6'],
      ['calibration', '--prevalence', '0.3', '--bound', '1.3'],
      ['calibration-slope', '--prevalence', '0.3', '--deviation', '1.2', '--bound', '0.3'],
      ['hospitals', '--expected', '0.9', '--bound', '0.8', '--between', '0.3', '--cases-a-hospital', '60'],
      ['proportion', '--expected', '0.9', '--bound', '0.8', '--subgroups', '0.6,0.4'],
      ['readers', '--pilot', pilot, '--pilot-cases', '114', '--difference', '0.05', '--readers', '8'],
    ]) {
      const { json } = plan([...words, '--simulate', '400'])
      expect(Math.abs(json.simulated.power - 0.9)).toBeLessThan(0.08)
    }
  })

  it('plans FROC by simulation, and subgroups together or each', () => {
    const froc = ['froc', '--expected', '0.8', '--bound', '0.65', '--rates', '0.5,1', '--false-marks-a-scan', '3']
    expect(plan(froc).json.size).toBeGreaterThan(20)
    const words = ['mean', '--expected', '0.85', '--bound', '0.8', '--deviation', '0.12', '--subgroups', '0.5,0.25']
    // The smallest alone needs 4 × 63; with the power of both together, or α halved, more.
    const [all, each] = [plan(words), plan([...words, '--claim', 'each'])].map(({ json }) => json.size)
    expect(all).toBeGreaterThan(4 * 63)
    expect(each).toBeGreaterThan(4 * 63)
    expect(all).not.toBe(each)
  })

  it('says what is missing, out of range, or can not be reached', () => {
    const errors = (words: string[]) => {
      const { status, errors: said } = plan(words)
      expect(status).toBeGreaterThan(0)
      return said
    }
    expect(errors(['weather'])).toContain('proportion, proportions')
    expect(errors([])).toContain('proportion, proportions')
    expect(errors(['proportion', '--expected', '0.9'])).toContain('--bound')
    expect(errors(['proportion', '--expected', '9', '--bound', '0.8'])).toContain('--expected')
    expect(errors(['area', '--expected', '0.7', '--bound', '0.75'])).toContain('No number of cases')
    expect(errors(['paired', '--expected', '0.9', '--second', '0.8', '--discordance', '0.05'])).toContain(
      '--discordance',
    )
    expect(errors(['readers', '--pilot', '1,2'])).toContain('five numbers')
    expect(errors(['hospitals', '--expected', '0.9', '--bound', '0.8', '--between', '0.3'])).toContain(
      '--cases-a-hospital',
    )
    expect(errors(['calibration-slope', '--deviation', '1', '--bound', '1.2'])).toContain('--bound')
    expect(errors(['kappa', '--expected', '0.8', '--bound', '0.6', '--categories', '0.5,0.3'])).toContain('1 in all')
    expect(errors(['mean', '--subgroups', '0.9,0.3'])).toContain('--subgroups')
    const pilot = ['--pilot', '8,3,3,2,2', '--pilot-cases', '100', '--difference', '1', '--design', 'blocks']
    expect(errors(['readers', ...pilot, '--readers', '7', '--blocks', '2'])).toContain('--blocks')
  })
})
