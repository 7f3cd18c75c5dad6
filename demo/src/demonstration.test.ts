import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  assay,
  type DemonstrationProcess,
  endDemonstrations,
  newDirectory,
  newestReport,
  realRecords,
  removeDirectory,
  startDemonstration,
} from './testing/demonstration-process.ts'

const bundle = z.object({
  report: z.object({
    verdict: z.string(),
    hospitals: z.array(z.object({ cases: z.number(), conduct: z.object({ cases: z.number() }) })),
  }),
})

function readReport(directory: string) {
  return bundle.parse(JSON.parse(readFileSync(newestReport(directory), 'utf8'))).report
}

afterEach(endDemonstrations)

describe('npm start -- --once', { timeout: 240_000 }, () => {
  const directory = newDirectory()
  let first: DemonstrationProcess

  beforeAll(async () => {
    first = await startDemonstration(directory, ['--once', '--patients', '6'])
    await first.carriedThrough()
  }, 240_000)
  afterAll(() => removeDirectory(directory))

  it('carries an evaluation through and says where everything is', () => {
    expect(first.printed()).toMatch(/decided, (MET|NOT MET|NOT ASSESSABLE)/)
    expect(first.printed()).toContain('report.en.pdf')
    expect(first.printed()).toContain('assay verify')
  })

  it('leaves a report that passes assay verify, and one changed digit fails it', async () => {
    const file = newestReport(directory)
    const trust = join(file, '../trust.json')
    expect(await assay(['verify', file, '--trust', trust])).toMatchObject({ status: 0 })
    expect(await assay(['verify', file])).toMatchObject({ status: 3 })

    const changed = join(directory, 'changed.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(
      changed,
      text.replace(/("estimate":\s*0\.\d*)(\d)/, (_, head, digit) => head + ((Number(digit) + 1) % 10)),
    )
    expect(readFileSync(changed, 'utf8')).not.toBe(text)
    expect(await assay(['verify', changed, '--trust', trust])).toMatchObject({ status: 1 })
  })

  it('runs every sealed case once', () => {
    for (const hospital of readReport(directory).hospitals) expect(hospital.conduct.cases).toBe(hospital.cases)
  })

  it('starts a new evaluation when it is asked for again', async () => {
    const second = await startDemonstration(directory, ['--once', '--patients', '6'])
    await second.carriedThrough()
    expect(newestReport(directory)).toContain('0002')
  })
})

describe('npm start -- --once --data', { timeout: 240_000 }, () => {
  it.skipIf(!realRecords)(
    'decides on real records: twelve patients are too few to assess (needs shared/data)',
    async () => {
      const directory = newDirectory()
      const process = await startDemonstration(directory, ['--once', '--data', realRecords ?? ''])
      await process.carriedThrough()
      expect(process.printed()).toContain('NOT ASSESSABLE')
      const report = readReport(directory)
      expect(report.hospitals.map((hospital) => hospital.cases)).toEqual([4, 4, 4])
      removeDirectory(directory)
    },
  )

  it('refuses a folder that is not there', async () => {
    const directory = newDirectory()
    const process = await startDemonstration(directory, ['--once', '--data', '/nowhere'])
    expect(await process.ended).toBe(2)
    expect(process.printed()).toContain('/nowhere: there is no such folder')
    removeDirectory(directory)
  })
})
