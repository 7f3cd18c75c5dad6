import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  endDemonstrations,
  newDirectory,
  newestReport,
  removeDirectory,
  startDemonstration,
} from './testing/demonstration-process.ts'

const conducts = z.object({
  report: z.object({
    hospitals: z.array(z.object({ conduct: z.object({ isolation: z.string(), demonstration: z.boolean() }) })),
  }),
})

/** A view of this machine without programs that isolate; wants root. */
const isolating = ['bwrap', 'podman'].flatMap(
  (name) => [`/usr/bin/${name}`, `/bin/${name}`].find((file) => existsSync(file)) ?? [],
)
const hide = isolating.map((file) => `mount --bind /dev/null ${file} && `).join('')
const without = ['unshare', '--mount', 'sh', '-c', `${hide}exec "$@"`, 'sh']
const [command = '', ...words] = [...without, 'true']
const canHide = spawnSync(command, words).status === 0
const canRead = spawnSync('pdftotext', ['-v']).status === 0

afterEach(endDemonstrations)

describe.skipIf(!canHide)(
  'npm start on a machine without bubblewrap and podman (needs root)',
  { timeout: 240_000 },
  () => {
    const directory = newDirectory()
    afterAll(() => removeDirectory(directory))

    it('runs the demonstration’s own device, and says so', async () => {
      const started = await startDemonstration(directory, ['--once', '--patients', '6'], {}, without)
      await started.carriedThrough()
      const { hospitals } = conducts.parse(JSON.parse(readFileSync(newestReport(directory), 'utf8'))).report
      for (const { conduct } of hospitals) expect(conduct).toEqual({ isolation: 'none', demonstration: true })
    })

    it.skipIf(!canRead)('says it on the first page of the report (needs poppler-utils)', () => {
      const pdf = newestReport(directory).replace('report.json', 'report.en.pdf')
      const page = execFileSync('pdftotext', ['-f', '1', '-l', '1', pdf, '-'], { encoding: 'utf8' })
      expect(page).toContain('NOT ISOLATED')
    })
  },
)
