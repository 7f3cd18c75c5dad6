import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { hasPostgreSQL, type PostgreSQLServer, startPostgreSQL } from '@assay/store/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  assay,
  endDemonstrations,
  newDirectory,
  newestReport,
  removeDirectory,
  startDemonstration,
} from './testing/demonstration-process.ts'

const conducts = z.object({
  report: z.object({
    hospitals: z.array(z.object({ cases: z.number(), conduct: z.object({ cases: z.number(), restarts: z.number() }) })),
  }),
})

/** A whole evaluation over kills takes more than a minute. */
const hasTime = process.env.ASSAY_FAULTS !== undefined

afterEach(endDemonstrations)

describe.skipIf(!hasPostgreSQL() || !hasTime)(
  "npm start with DATABASE_URL (long suite; needs Debian's postgresql)",
  { timeout: 240_000 },
  () => {
    const directory = newDirectory()
    let server: PostgreSQLServer
    beforeAll(async () => {
      server = await startPostgreSQL()
    })
    afterAll(async () => {
      await server.stop()
      removeDirectory(directory)
    })

    it('carries an evaluation through on one server, each program in a schema of its own, over kills', async () => {
      const { databaseUrl } = server
      const started = await startDemonstration(directory, ['--once', '--patients', '36'], { DATABASE_URL: databaseUrl })
      await started.untilPrinted('running, 25 %')
      const hospitals = started.programs('apps/hospital')
      expect(hospitals).toHaveLength(3)
      for (const hospital of hospitals) process.kill(hospital, 'SIGKILL')
      const killedAt = new Date().toISOString()
      await started.carriedThrough()

      const file = newestReport(directory)
      expect(await assay(['verify', file, '--trust', file.replace('report.json', 'trust.json')])).toMatchObject({
        status: 0,
      })
      const { report } = conducts.parse(JSON.parse(readFileSync(file, 'utf8')))
      for (const { cases, conduct } of report.hospitals) expect(conduct.cases).toBe(cases)
      const restarts = report.hospitals.map(({ conduct }) => conduct.restarts)
      expect(Math.max(...restarts), 'of one that was running when it was killed').toBeGreaterThan(0)

      const names = ['assay_hospital_1', 'assay_hospital_2', 'assay_hospital_3', 'assay_hub']
      expect(await server.schemas()).toEqual(names)
      const open = names.slice(0, 3).map((schema) => casesOpenAt(databaseUrl, schema, killedAt))
      expect(restarts.toSorted(), 'a case is begun again if it was open when its node was killed').toEqual(
        open.toSorted(),
      )
    })
  },
)

/** Cases that were begun and not written down at an instant: the one at the device, and the one before it, being scored. */
function casesOpenAt(databaseUrl: string, schema: string, instant: string): number {
  const query = `select count(distinct case_id) from ${schema}.case_attempts
    join ${schema}.case_results using (evaluation_id, case_id)
    where not is_repeat and begun_at <= '${instant}' and at > '${instant}'`
  return Number(execFileSync('psql', [databaseUrl, '-Atc', query], { encoding: 'utf8' }))
}
