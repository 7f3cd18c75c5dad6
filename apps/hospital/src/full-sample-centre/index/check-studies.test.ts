import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { RuleOutcome, StudyPage, StudyView } from '@assay/contracts'
import { expect, test } from 'vitest'
import { writeSlices } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const hospital = await hospitalForTests()

async function takeIn(name: string, category = 'lung-ct'): Promise<StudyView[]> {
  await hospital.steward.takeIn(name, 'patients', category)
  const { studies } = await hospital.steward.get<StudyPage>(`/studies?category=${category}`)
  return Promise.all(studies.map(({ id }) => hospital.steward.get<StudyView>(`/studies/${id}`)))
}

const exported = (name: string) => join(hospital.intake, name)
const outcomesOf = (view: StudyView, check: string): RuleOutcome[] =>
  view.passport!.outcomes.filter((outcome) => outcome.check === check)

test('a series is measured from its pixels, wherever they are decoded', async () => {
  writeSlices(exported('one'), 12)
  const [view] = await takeIn('one')
  // Born on 1970-01-01, examined on 2024-05-17; the slice says no sex.
  expect(view).toMatchObject({ sex: '', ageBand: '50-59' })
  const tiers = new Set(view!.passport!.tiers.map(({ tier }) => tier))
  expect(tiers).toEqual(new Set([1, 2, 3]))
  expect(view!.passport!.outcomes.filter(({ outcome }) => outcome === 'inconclusive')).toEqual([])
  const [spacing] = outcomesOf(view!, 'slice-spacing')
  expect(spacing).toMatchObject({ outcome: 'passed', measurements: [{ name: 'slice-spacing', value: 1.25 }] })
})

test('the same pixels under another patient are held, in whichever order they came', async () => {
  writeSlices(exported('two'), 12, { patient: 'MRN-2', study: 2 })
  const views = await takeIn('two')
  const found = views.flatMap((view) => outcomesOf(view, 'content-unique').flatMap(({ findings }) => findings))
  expect(found[0]).toMatchObject({ code: 'content-of-another-patient' })
  expect(views.map(({ verdict }) => verdict)).toContain('quarantine')
})

test('a number that two pseudonyms share is one person', async () => {
  const number = '11010519491231002X'
  writeSlices(exported('three'), 3, { patient: number, study: 3, seed: 3 })
  writeSlices(exported('four'), 3, { patient: '110105 19491231 002x', study: 4, seed: 4 })
  await takeIn('three')
  const views = await takeIn('four')
  const twice = views.filter((view) => outcomesOf(view, 'patient-identified').some(({ found }) => found > 0))
  expect(twice).toHaveLength(1)
  expect(JSON.stringify(views)).not.toMatch(/110105 ?1949|19491231/)
})

const shared = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../../shared/data')
const slices = join(shared, 'liver/ct-3slice')

test.skipIf(!existsSync(slices))('real slices of a liver, with what noise they have (needs shared/data)', async () => {
  cpSync(slices, exported('liver'), { recursive: true })
  const [view] = await takeIn('liver', 'liver-ct')
  expect(view!.instances).toBe(3)
  expect(view!.passport!.outcomes.filter(({ outcome }) => outcome === 'inconclusive')).toEqual([])
})
