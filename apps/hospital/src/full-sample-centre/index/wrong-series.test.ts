import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntakeRun, QualityVerdict, Quarantined, StudyPage, StudyView } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { ctSlice, type SliceWish } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const hospital = await hospitalForTests()

type Attributes = NonNullable<SliceWish['attributes']>
type Change = (slice: number) => Attributes

const [instanceNumber, position, orientation] = ['00200013', '00200032', '00200037']
const [instanceUid, frameOfReference, pixelSpacing] = ['00080018', '00200052', '00280030']
const at = (z: number, y = -100): Attributes => ({ [position]: `-100\\${y}\\${z}` })
const only =
  (one: number, attributes: Attributes): Change =>
  (slice) =>
    slice === one ? attributes : {}

let studies = 100

/** Takes eight slices of a patient of their own in; gives what became of them. */
async function take(change: Change, size: (slice: number) => number = () => 16) {
  studies += 1
  const own = `series-${studies}`
  mkdirSync(join(hospital.intake, own))
  for (let slice = 1; slice <= 8; slice += 1) {
    const wish = { patient: `MRN-${studies}`, study: studies, slice, seed: 100 * studies + slice, size: size(slice) }
    // Names in another order than the slices: nothing is read from them.
    writeFileSync(join(hospital.intake, own, `${(slice * 5) % 9}.dcm`), ctSlice({ ...wish, attributes: change(slice) }))
  }
  const run: IntakeRun = await hospital.steward.takeIn(own, 'patients', 'lung-ct')
  const page = await hospital.steward.get<StudyPage>(`/studies?intake=${run.id}`)
  const views = await Promise.all(page.studies.map(({ id }) => hospital.steward.get<StudyView>(`/studies/${id}`)))
  const outcomes = views.flatMap(({ passport }) => passport?.outcomes ?? [])
  const findings = outcomes
    .filter(({ tier }) => tier === 2)
    .flatMap(({ findings, verdict }) => findings.map(({ code }) => ({ code, verdict })))
  const aside = await hospital.steward.get<Quarantined[]>(`/quarantine?intake=${run.id}&limit=50`)
  return { run, findings, objects: aside.filter(({ what }) => what === 'object').map(({ code }) => code) }
}

const wrong: readonly [what: string, change: Change, code: string, verdict: QualityVerdict][] = [
  ['a slice without a place', only(4, { [position]: '' }), 'plane-without-place', 'quarantine'],
  ['a localiser among its slices', only(8, { [orientation]: '0\\1\\0\\0\\0\\-1' }), 'orientation-mixed', 'quarantine'],
  ['a slice turned over', only(3, { [orientation]: '-1\\0\\0\\0\\1\\0' }), 'orientation-mixed', 'quarantine'],
  ['a slice missing', (slice) => at((slice > 4 ? slice + 1 : slice) * 1.25), 'slices-missing', 'quarantine'],
  ['an uneven distance', only(8, at(8.3 * 1.25)), 'spacing-uneven', 'quarantine'],
  ['two slices at one place', only(5, at(4 * 1.25)), 'slices-at-one-place', 'quarantine'],
  ['numbers out of order', only(2, { [instanceNumber]: '99' }), 'slices-out-of-order', 'warn'],
  ['pixels of another spacing', only(6, { [pixelSpacing]: '0.7\\0.71' }), 'pixel-spacing-mixed', 'quarantine'],
  ['another frame of reference', only(6, { [frameOfReference]: '1.2.3.4' }), 'frames-of-reference', 'quarantine'],
  ['a tilted gantry', (slice) => at(slice * 1.25, -100 + slice * 0.335), 'gantry-tilted', 'warn'],
  ['a slice beside the others', only(5, at(5 * 1.25, -95)), 'planes-displaced', 'quarantine'],
]

describe('a series that a scanner exported', () => {
  it.each<[string, Change]>([
    ['as it is', () => ({})],
    ['with numbers that run from feet to head', (slice) => ({ [instanceNumber]: String(100 - slice) })],
  ])('is in the index, whatever its files are called, %s', async (_, change) => {
    const { run, findings, objects } = await take(change)
    expect(run).toMatchObject({ found: 8, accepted: 8, quarantined: 0, failure: null })
    const ofGeometry = findings.filter(({ code }) => wrong.some(([, , known]) => known === code))
    expect([ofGeometry, objects]).toEqual([[], []])
    expect(findings.map(({ verdict }) => verdict)).not.toContain('quarantine')
  })

  it.each(wrong)('with %s is held, and its passport says so', async (_, change, code, verdict) => {
    const { run, findings } = await take(change)
    expect(run).toMatchObject({ found: 8, accepted: 8, failure: null })
    expect(findings).toContainEqual({ code, verdict })
  })

  it('with slices of two sizes is held', async () => {
    const { findings } = await take(
      () => ({}),
      (slice) => (slice === 5 ? 24 : 16),
    )
    expect(findings).toContainEqual({ code: 'plane-sizes-mixed', verdict: 'quarantine' })
  })

  it('with other pixels under the name of a slice that is there keeps the first, and puts the second aside', async () => {
    const twin = ctSlice({ study: studies + 1, slice: 2 }).toString('latin1')
    const [name] = /1\.2\.826\.0\.1\.3680043\.10\.1401\.\d+\.1\.2/.exec(twin) ?? []
    const { run, objects } = await take(only(7, { [instanceUid]: name! }))
    expect(run).toMatchObject({ found: 8, accepted: 7, quarantined: 1 })
    expect(objects).toEqual(['object-differs'])
  })
})
