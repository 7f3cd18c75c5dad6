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
      ['readers', '--pilot', pilot, '--pilot-cases', '114', '--difference', '0.05', '--readers', '8'],
    ]) {
      const { json } = plan([...words, '--simulate', '400'])
      expect(Math.abs(json.simulated.power - 0.9)).toBeLessThan(0.08)
    }
  })

  it('says what is missing, out of range, or can not be reached', () => {
    const errors = (words: string[]) => {
      const { status, errors: said } = plan(words)
      expect(status).toBeGreaterThan(0)
      return said
    }
    expect(errors(['weather'])).toContain('proportion, paired')
    expect(errors(['proportion', '--expected', '0.9'])).toContain('--bound')
    expect(errors(['proportion', '--expected', '9', '--bound', '0.8'])).toContain('--expected')
    expect(errors(['area', '--expected', '0.7', '--bound', '0.75'])).toContain('No number of cases')
    expect(errors(['paired', '--expected', '0.9', '--second', '0.8', '--discordance', '0.05'])).toContain(
      '--discordance',
    )
    expect(errors(['readers', '--pilot', '1,2'])).toContain('five numbers')
  })
})
