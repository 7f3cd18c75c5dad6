import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
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
