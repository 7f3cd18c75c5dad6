import { expect, it } from 'vitest'
import { examineSet } from '../engine/examine-whole.ts'
import { readRuleSets } from '../engine/read-rule-sets.ts'
import type { CaseLabels, SetCase, SetSubject } from '../subject/test-set.ts'
import { classesBalanced } from './classes-balanced.ts'
import { noTrainingOverlap } from './no-training-overlap.ts'

const issuedAt = '2026-11-02T08:00:00.000Z'
const ruleSets = readRuleSets().filter(({ tier }) => tier === 4)

/** A case of one item, read as said. */
const labelled = (reference: string, said: Record<string, string>): CaseLabels => ({
  classes: { [reference]: 1 },
  readings: [{ reference, said, count: 1 }],
  doubts: { compared: 100, doubted: 0, items: [] },
})

/** 90 patients of three hospitals and three machines, half of them women, each read by two. */
const cases: SetCase[] = Array.from({ length: 90 }, (_, i) => ({
  id: `c${i}`,
  patient: `p${i}`,
  hospital: `h${i % 3}`,
  device: `m${Math.floor(i / 3) % 3}`,
  strata: { sex: i % 2 ? 'F' : 'M', age: i % 3 ? 'below-65' : 'from-65' },
  hasReference: true,
  labels: labelled(i % 3 ? 'no-nodule' : 'nodule', {
    a: i % 3 ? 'no-nodule' : 'nodule',
    b: i % 9 ? (i % 3 ? 'no-nodule' : 'nodule') : 'no-nodule',
  }),
  examinedAt: '2025-06-01',
  contents: [`${i}`],
  exposures: [],
}))

const declared = {
  device: 'Example 1.0',
  dataSets: [{ name: 'Chests', institutions: ['Southgate'] }],
  contents: new Set<string>(),
  patients: new Set<string>(),
}

const sound: SetSubject = {
  id: 'set',
  category: 'lung-ct',
  manifestHash: 'b'.repeat(64),
  cases,
  target: { sex: { F: 0.5, M: 0.5 }, age: { 'below-65': 0.65, 'from-65': 0.35 } },
  training: [{ ...declared, contents: new Set(['x']), patients: new Set(['y']) }],
  institutions: ['Northgate'],
  sealedAt: '2026-01-01',
  today: '2026-11-02',
}

const passportOf = (changed: Partial<SetSubject>) =>
  examineSet({ subject: { ...sound, ...changed }, ruleSets, issuedAt })

it('finds a sound set fit', async () => {
  const passport = await passportOf({})
  expect(passport.outcomes.filter(({ findings }) => findings.length > 0)).toMatchObject([])
  expect(passport).toMatchObject({ verdict: 'accept', tiers: [{ tier: 4, verdict: 'accept' }] })
})

const changed = (change: (one: SetCase, i: number) => Partial<SetCase>) =>
  cases.map((one, i) => ({ ...one, ...change(one, i) }))

it.each<[string, Partial<SetSubject>, Record<string, unknown>]>([
  [
    'composition',
    { target: { sex: { F: 0.8, M: 0.2 } } },
    { code: 'composition-apart', parameters: { stratum: 'sex' } },
  ],
  [
    'values that the target does not name',
    {
      cases: changed((_, i) => ({ strata: { sex: i % 3 ? (i % 2 ? 'F' : 'M') : 'O', age: 'below-65' } })),
      target: { sex: { F: 1, M: 1 } },
    },
    { code: 'composition-apart', parameters: { value: 'O' } },
  ],
  [
    'a thin stratum',
    { cases: changed((one, i) => ({ strata: { ...one.strata, sex: i < 5 ? 'F' : 'M' } })), target: {} },
    { code: 'stratum-thin', measured: { value: 5 } },
  ],
  [
    'one hospital that outweighs',
    { cases: changed((_, i) => ({ hospital: i < 80 ? 'h1' : 'h2' })) },
    { code: 'set-uniform', parameters: { about: 'hospitals' } },
  ],
  [
    'few patients',
    { cases: changed((_, i) => ({ patient: `p${i % 45}` })) },
    { code: 'set-uniform', parameters: { about: 'patients' } },
  ],
  [
    'training data',
    { training: [{ ...declared, contents: new Set(['7', '8']), patients: new Set(['p8']) }] },
    { code: 'training-overlap', measured: { value: 2 }, expected: { most: 0 }, parameters: { device: 'Example 1.0' } },
  ],
  [
    'training data of patients whose other studies were declared',
    { training: [{ ...declared, patients: new Set(['p8']) }] },
    { code: 'training-overlap', measured: { value: 1 } },
  ],
  [
    'training data from the same hospital',
    { training: [{ ...declared, dataSets: [{ name: 'Chests', institutions: ['Northgate Hospital'] }] }] },
    { code: 'training-from-here', parameters: { device: 'Example 1.0', dataSet: 'Chests' } },
  ],
  [
    'labels read once',
    { cases: changed(() => ({ labels: labelled('nodule', { a: 'nodule' }) })) },
    { code: 'labels-read-once' },
  ],
  [
    'noisy labels',
    {
      cases: changed((_, i) => ({
        labels: labelled(i % 4 ? 'nodule' : 'no-nodule', {
          a: 'nodule',
          b: i % 4 ? 'nodule' : 'no-nodule',
        }),
      })),
      target: {},
    },
    { code: 'readers-disagree' },
  ],
  [
    'readings that differ',
    {
      cases: changed((_, i) => ({
        labels: labelled(i % 2 ? 'nodule' : 'no-nodule', {
          a: i % 5 ? 'nodule' : 'no-nodule',
          b: i % 5 ? 'nodule' : 'no-nodule',
        }),
      })),
    },
    { code: 'labels-noisy' },
  ],
  [
    'labels that most readers stand against',
    {
      cases: changed((_, i) => {
        const truth = i % 3 ? 'no-nodule' : 'nodule'
        const wrong = i % 3 ? 'nodule' : 'no-nodule'
        return { labels: labelled(i % 11 ? truth : wrong, { a: truth, b: truth, c: truth }) }
      }),
    },
    { code: 'labels-likely-wrong', measured: { value: expect.closeTo(9 / 90, 6) } },
  ],
  [
    'beats that look otherwise',
    {
      cases: changed((one, i) =>
        i === 7
          ? {
              name: 'record 7',
              labels: {
                ...one.labels!,
                doubts: {
                  compared: 50,
                  doubted: 2,
                  items: [1, 2].map((seconds) => ({ seconds, label: 'V', looksLike: 'N' })),
                },
              },
            }
          : {},
      ),
    },
    {
      code: 'labels-implausible',
      measured: { value: 0.04 },
      where: { file: 'record 7' },
      parameters: { doubted: 2, items: '1.00 s V → N; 2.00 s V → N' },
    },
  ],
  ['a set sealed long ago', { sealedAt: '2020-01-01' }, { code: 'set-expired' }],
  [
    'the day after the last',
    { expiresOn: '2026-11-01' },
    { code: 'set-past-expiry', measured: { value: 1, unit: 'd' } },
  ],
  ['old cases', { cases: changed(() => ({ examinedAt: '2010-01-01' })) }, { code: 'cases-old' }],
  [
    'a worn set',
    { cases: changed((_, i) => ({ exposures: i % 2 ? ['a', 'b', 'c'] : ['a', 'a', 'a'] })) },
    { code: 'set-worn', measured: { value: 0.5 } },
  ],
])('of %s, says so', async (_, change, finding) => {
  const { outcomes } = await passportOf(change)
  expect(outcomes.flatMap(({ findings }) => findings)).toMatchObject([finding])
})

it('takes a set on the last day that was declared for it', async () => {
  expect(await passportOf({ expiresOn: '2026-11-02' })).toMatchObject({ verdict: 'accept' })
})

it('refuses a set that meets training data, whatever else it is', async () => {
  const training = [{ ...declared, patients: new Set(['p8']) }]
  expect(await passportOf({ training })).toMatchObject({ verdict: 'reject' })
})

it('takes patients in common up to the limit, and not one more', () => {
  const found = (most: number, ...contents: string[]) => {
    const training = [{ ...declared, contents: new Set(contents) }]
    return (noTrainingOverlap.examine({ ...sound, training }, { most }) as { findings: unknown[] }).findings
  }
  expect(found(2, '7', '8')).toEqual([])
  expect(found(2, '7', '8', '9')).toMatchObject([{ measured: { value: 3 }, expected: { most: 2 } }])
})

it('says what it could not hold a declaration against, in place of a pass', async () => {
  const reasonsOf = async (training: SetSubject['training']) =>
    (await passportOf({ training })).outcomes
      .filter(({ check }) => check === 'no-training-overlap' || check === 'training-elsewhere')
      .map(({ reason }) => reason)
  expect(await reasonsOf([])).toEqual(['nothing-declared', 'nothing-declared'])
  expect(await reasonsOf([declared])).toEqual(['no-contents-declared', undefined])
  expect(await reasonsOf([{ ...declared, dataSets: [], contents: new Set(['x']) }])).toEqual([
    undefined,
    'no-data-sets-declared',
  ])
})

it('counts patients, not cases, in a class', () => {
  const doubled = [...cases, ...changed((_, i) => ({ id: `d${i}`, patient: 'p0', labels: labelled('nodule', {}) }))]
  const { findings } = classesBalanced.examine(
    { ...sound, cases: doubled },
    { labels: ['nodule', 'no-nodule'], least: 0.4 },
  ) as { findings: unknown[] }
  expect(findings).toMatchObject([{ code: 'class-rare', measured: { value: 30 / 90 } }])
})
