import { expect, it } from 'vitest'
import { examineStudy } from '../engine/examine-study.ts'
import { examineCollection } from '../engine/examine-whole.ts'
import { readRuleSets } from '../engine/read-rule-sets.ts'
import type { CollectionSubject } from '../subject/collection.ts'
import type { IntegrationSubject } from '../subject/integration.ts'
import { harmonise } from './vocabulary-harmonised.ts'

const issuedAt = '2026-11-02T08:00:00.000Z'
const ruleSets = readRuleSets().filter(({ tier }) => tier === 3)
const identity = { id: 's1', category: 'lung-ct', manifestHash: 'a'.repeat(64) }

const sound: IntegrationSubject = {
  ...identity,
  patient: 'p1',
  otherNames: [],
  sharedWith: 0,
  contents: [
    { file: '1.dcm', sha256: '1'.repeat(64) },
    { file: '2.dcm', sha256: '2'.repeat(64) },
  ],
  sameContents: [],
  contentsShared: [],
  instances: ['1.1', '1.2'],
  statements: [
    { source: 'image', file: '1.dcm', patient: 'p1', sex: 'F', age: 61, study: 's1' },
    { source: 'report', file: 'sr.dcm', patient: 'p1', sex: 'F', age: 62, references: ['1.1'] },
  ],
  terms: [{ file: '1.dcm', attribute: '(0008,0070)', value: 'Siemens  Healthineers' }],
}

async function findings(changed: Partial<IntegrationSubject>) {
  const integration = { ...sound, ...changed }
  const { outcomes } = await examineStudy({ study: { ...identity, series: [] }, integration, ruleSets, issuedAt })
  return outcomes.flatMap((one) => one.findings.map(({ code, parameters, where }) => ({ code, parameters, where })))
}

it('finds nothing wrong with a study that stands by itself', async () => {
  const study = { ...identity, series: [] }
  const passport = await examineStudy({ study, integration: sound, ruleSets, issuedAt })
  expect(passport).toMatchObject({ verdict: 'accept', tiers: [{ tier: 3, verdict: 'accept' }] })
  expect(passport.outcomes.map(({ outcome }) => outcome)).not.toContain('not-applicable')
})

it.each<[Partial<IntegrationSubject>, string]>([
  [{ patient: undefined }, 'patient-missing'],
  [{ otherNames: ['p7'] }, 'patient-twice'],
  [{ sharedWith: 2 }, 'patient-elsewhere'],
  [{ contentsShared: [sound.contents[0]!] }, 'content-elsewhere'],
  [{ sameContents: [{ ...sound.contents[0]!, study: 's9', patient: 'p9' }] }, 'content-of-another-patient'],
  [{ sameContents: [{ ...sound.contents[0]!, study: 's9', patient: 'p1' }] }, 'content-in-another-study'],
  [{ contents: [sound.contents[0]!, { ...sound.contents[0]!, file: '9.dcm' }] }, 'content-twice'],
  [{ statements: [sound.statements[0]!, { ...sound.statements[1]!, sex: 'M' }] }, 'statements-differ'],
  [{ statements: [sound.statements[0]!, { ...sound.statements[1]!, age: 16 }] }, 'statements-differ'],
  [{ statements: [sound.statements[0]!, { ...sound.statements[1]!, references: ['9.9'] }] }, 'reference-astray'],
  [{ terms: [{ file: '1.dcm', attribute: '(0008,0070)', value: 'Scanners & Sons' }] }, 'word-unknown'],
])('of a change, finds it and nothing else: %j', async (changed, code) => {
  expect((await findings(changed)).map((one) => one.code)).toEqual([code])
})

it('shows no value that image and report disagree about', async () => {
  const statements = [sound.statements[0]!, { ...sound.statements[1]!, patient: 'Zhang San' }]
  expect(JSON.stringify(await findings({ statements }))).not.toContain('Zhang')
})

it('says what it can not judge, and passes nothing for that', async () => {
  const integration = { ...sound, sharedWith: undefined, contentsShared: undefined, contents: [], statements: [] }
  const study = { ...identity, series: [] }
  const { outcomes } = await examineStudy({ study, integration, ruleSets, issuedAt })
  expect(outcomes.map(({ rule, reason }) => `${rule}: ${reason ?? 'judged'}`)).toEqual([
    'patient-identified: judged',
    'patient-at-one-hospital: never-linked',
    'no-content-of-another-patient: nothing-decoded',
    'no-content-of-another-study: nothing-decoded',
    'no-content-twice: nothing-decoded',
    'content-at-one-hospital: never-linked',
    'statements-agree: nothing-to-compare',
    'manufacturers-by-one-name: judged',
  ])
})

it('examines tier 3 again each time: it depends on what else the node has', async () => {
  const study = { ...identity, series: [] }
  const earlier = await examineStudy({ study, integration: sound, ruleSets, issuedAt })
  const integration = { ...sound, otherNames: ['p7'] }
  expect(await examineStudy({ study, integration, ruleSets, issuedAt, earlier })).toMatchObject({
    verdict: 'quarantine',
  })
})

it('brings words into one form, whatever the case, width and points', () => {
  const words = { GE: ['GE MEDICAL SYSTEMS'], UIH: ['联影'] }
  expect(harmonise('ＧＥ medical-systems ', words)).toBe('GE')
  expect(harmonise('联影', words)).toBe('UIH')
  expect(harmonise('GE Medical', words)).toBeUndefined()
})

const axis = { name: 'slice-thickness', unit: 'mm', edges: [3] }
const exactly = (counts: number[]) => counts.map((count) => ({ lower: count, upper: count }))

/** 80 studies of slices 1 mm or 5 mm thick, each of another patient, and what the other hospitals have. */
function collectionOf(thick: (study: number) => boolean, others = exactly([700, 300])): CollectionSubject {
  const values = Array.from({ length: 80 }, (_, i) => ({
    at: `2026-01-${`${(i % 28) + 1}`.padStart(2, '0')}`,
    value: (thick(i) ? 5 : 1) + (i % 3) / 100,
  }))
  const own = [values.filter(({ value }) => value < 3).length, values.filter(({ value }) => value >= 3).length]
  return {
    ...identity,
    features: [{ name: 'slice-thickness', unit: 'mm', values }],
    distributions: [{ axis, own, others }],
  }
}

const outcomesOf = async (subject: CollectionSubject) => {
  const { outcomes } = await examineCollection({ subject, ruleSets, issuedAt })
  return outcomes.map(({ rule, outcome, findings: [first] }) => ({ rule, outcome, code: first?.code }))
}

it('takes a hospital that is like the others, and sees one that is not', async () => {
  expect(await outcomesOf(collectionOf((i) => i % 10 < 3))).toEqual([
    { rule: 'distributions-alike', outcome: 'passed', code: undefined },
    { rule: 'no-drift', outcome: 'passed', code: undefined },
  ])
  expect(await outcomesOf(collectionOf((i) => i % 10 < 8))).toMatchObject([{ code: 'distribution-apart' }, {}])
})

it('says that it is unclear where suppressed counts of the others leave it open, and apart where they can not', async () => {
  const open = [
    { lower: 0, upper: 300 },
    { lower: 300, upper: 300 },
  ]
  expect(await outcomesOf(collectionOf((i) => i % 10 < 6, open))).toMatchObject([{ code: 'distribution-unclear' }, {}])
  const bounded = [
    { lower: 700, upper: 709 },
    { lower: 0, upper: 9 },
  ]
  expect(await outcomesOf(collectionOf((i) => i % 10 < 6, bounded))).toMatchObject([{ code: 'distribution-apart' }, {}])
})

it('sees that a machine measures otherwise from some day on', async () => {
  expect(await outcomesOf(collectionOf((i) => i >= 55))).toMatchObject([{}, { code: 'feature-drifted' }])
})

it('does not judge a hospital by a few studies', async () => {
  const few = collectionOf(() => true)
  const features = few.features.map((feature) => ({ ...feature, values: feature.values.slice(0, 20) }))
  const distributions = [{ axis, own: [0, 20], others: exactly([700, 300]) }]
  expect(await outcomesOf({ ...few, features, distributions })).toMatchObject([
    { outcome: 'not-applicable' },
    { outcome: 'not-applicable' },
  ])
})
