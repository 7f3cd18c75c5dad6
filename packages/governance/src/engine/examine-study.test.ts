import { findingCodes, qualityPassport, type RuleSet } from '@assay/contracts'
import { checkName, findingText } from '@assay/messages'
import { canonicalJson } from '@assay/signing'
import { describe, expect, it } from 'vitest'
import type { SeriesSubject, StudySubject } from '../subject/study.ts'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { examineStudy } from './examine-study.ts'
import { parseRuleSet, readRuleSets } from './read-rule-sets.ts'
import { rulesToRecheck } from './rules-to-recheck.ts'

const issuedAt = '2026-11-02T08:00:00.000Z'

function studyOf(series: readonly SeriesSubject[], category = 'ecg'): StudySubject {
  return { id: '1.2', category, manifestHash: 'a'.repeat(64), series }
}

function ruleSetOf(rules: Partial<RuleSet['rules'][number]>[], given: Partial<RuleSet> = {}): RuleSet {
  return parseRuleSet(
    JSON.stringify({
      schema: 'assay.rule-set/1',
      id: 'records',
      version: 1,
      title: { en: 'Records', zh: '记录' },
      owner: 'Working group',
      tier: 1,
      category: 'ecg',
      instrument: { name: 'A standard', date: '2024-05-01', status: 'unverified' },
      rules: rules.map((rule) => ({ id: 'units', check: 'waveform-units', severity: 'reject', ...rule })),
      ...given,
    }),
    'records.json',
  )
}

const inMillivolts = { parameters: { units: ['mV'] } }
const record = (units = 'mV') =>
  seriesOf({ kind: 'waveform', waveform: waveformOf({ I: () => 0, II: () => 0 }, { units }) }, { modality: 'ECG' })

describe('the engine of rules', () => {
  it('passes, fails with the severity of the rule, and says where', async () => {
    const ruleSets = [ruleSetOf([inMillivolts])]
    const passed = await examineStudy({ study: studyOf([record()]), ruleSets, issuedAt })
    expect(passed).toMatchObject({ verdict: 'accept', tiers: [{ tier: 1, verdict: 'accept', rules: 1 }] })
    const failed = await examineStudy({ study: studyOf([record('V')]), ruleSets, issuedAt })
    expect(failed.verdict).toBe('reject')
    expect(failed.outcomes[0]).toMatchObject({ outcome: 'failed', found: 2, series: '1.2.3' })
    expect(failed.outcomes[0]!.findings[0]).toMatchObject({ where: { channel: 'I' }, measured: { value: 'V' } })
    expect(qualityPassport.parse(failed)).toEqual(failed)
  })

  it('gives the same bytes for the same study, rules and instant', async () => {
    const given = { study: studyOf([record('V')]), ruleSets: readRuleSets(), issuedAt }
    expect(canonicalJson(await examineStudy(given))).toBe(canonicalJson(await examineStudy(given)))
  })

  it('never passes a study whose check breaks down: it is inconclusive and held', async () => {
    const broken = seriesOf(undefined, {
      modality: 'ECG',
      form: () => Promise.reject(new TypeError('name of a patient')),
    })
    const ruleSets = [ruleSetOf([{ ...inMillivolts, severity: 'warn' }])]
    const passport = await examineStudy({ study: studyOf([broken]), ruleSets, issuedAt })
    expect(passport.verdict).toBe('quarantine')
    expect(passport.outcomes[0]).toMatchObject({ outcome: 'inconclusive', findings: [{ code: 'check-failed' }] })
    expect(JSON.stringify(passport)).not.toContain('patient')
  })

  it('says which rules do not speak of a series, and of which they do', async () => {
    const ruleSets = [ruleSetOf([{ ...inMillivolts, appliesTo: { modalities: ['ECG'] } }])]
    const study = studyOf([record('V'), seriesOf(undefined, { id: '1.2.4', modality: 'SR' })])
    const { outcomes } = await examineStudy({ study, ruleSets, issuedAt })
    expect(outcomes.map(({ series, outcome }) => [series, outcome])).toEqual([
      ['1.2.3', 'failed'],
      ['1.2.4', 'not-applicable'],
    ])
  })

  it('lets rule sets of other categories alone', async () => {
    const ruleSets = [ruleSetOf([inMillivolts]), ruleSetOf([inMillivolts], { id: 'lungs', category: 'lung-ct' })]
    const { ruleSets: used } = await examineStudy({ study: studyOf([record()]), ruleSets, issuedAt })
    expect(used.map(({ id }) => id)).toEqual(['records'])
  })

  it('examines again only what a changed rule touches', async () => {
    let decoded = 0
    const counted: SeriesSubject = {
      ...record(),
      form: () => {
        decoded += 1
        return record().form()
      },
    }
    const study = studyOf([counted])
    const kept = { ...inMillivolts, id: 'kept' }
    const before = [ruleSetOf([kept, { ...inMillivolts, id: 'changes' }, { ...inMillivolts, id: 'goes' }])]
    const earlier = await examineStudy({ study, ruleSets: before, issuedAt })
    const changed = { id: 'changes', parameters: { units: ['uV'] } }
    const after = [ruleSetOf([kept, changed], { version: 2 })]
    expect(decoded).toBe(3)
    expect(rulesToRecheck(earlier, before)).toEqual({ examine: [], withdraw: [] })
    expect(rulesToRecheck(earlier, after)).toEqual({
      examine: [{ ruleSet: 'records', rule: 'changes' }],
      withdraw: [{ ruleSet: 'records', rule: 'goes' }],
    })
    const again = await examineStudy({ study, ruleSets: after, issuedAt, earlier })
    expect(decoded).toBe(4)
    expect(again).toEqual(await examineStudy({ study, ruleSets: after, issuedAt }))
    const otherFiles = { ...study, manifestHash: 'b'.repeat(64) }
    await examineStudy({ study: otherFiles, ruleSets: after, issuedAt, earlier })
    expect(decoded).toBe(8)
  })

  it('lists the first findings and counts all', async () => {
    const channels = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`V${i}`, () => 0]))
    const waveform = waveformOf(channels, { units: 'V' })
    const study = studyOf([seriesOf({ kind: 'waveform', waveform }, { modality: 'ECG' })])
    const { outcomes } = await examineStudy({ study, ruleSets: [ruleSetOf([inMillivolts])], issuedAt })
    expect(outcomes[0]).toMatchObject({ found: 30 })
    expect(outcomes[0]!.findings).toHaveLength(20)
  })
})

describe('documents of rules', () => {
  it.each([
    ['no JSON', '{', 'records.json', 'not-json'],
    ['a part that is not known', { extra: 1 }, 'records.json', 'unrecognized_keys'],
    ['a check that is not known', { rules: [{ check: 'none' }] }, 'records.json: units', 'check-unknown'],
    ['a check of another tier', { tier: 2 }, 'records.json: units', 'check-unknown'],
    [
      'parameters that are not the check’s',
      { rules: [{ parameters: {} }] },
      'records.json: units units',
      'invalid_type',
    ],
    ['a rule twice', { rules: [{}, {}] }, 'records.json: units', 'name-used-twice'],
  ])('refuses %s, and says where', (_, change, where, what) => {
    const whole = ruleSetOf([inMillivolts])
    const json = () => {
      if (typeof change === 'string') return change
      const rules = 'rules' in change ? change.rules.map((rule) => ({ ...whole.rules[0], ...rule })) : whole.rules
      return JSON.stringify({ ...whole, ...change, rules })
    }
    expect(() => parseRuleSet(json(), 'records.json')).toThrow(
      expect.objectContaining({ code: 'rule-set-invalid', parameters: { where, what } }),
    )
  })

  it('reads every rule set that comes with the platform, each with its instrument and status', () => {
    const sets = readRuleSets()
    expect(sets.length).toBeGreaterThan(0)
    for (const { instrument, owner } of sets) expect(instrument.name && owner && instrument.status).toBeTruthy()
  })
})

it('puts every finding in words, in both languages', () => {
  for (const code of findingCodes)
    for (const language of ['en', 'zh'] as const)
      expect(findingText(language, { code }).what).not.toBe(`quality.finding.${code}.what`)
})

it('names every check that a rule uses, in both languages', () => {
  for (const { check } of readRuleSets().flatMap(({ rules }) => rules))
    for (const language of ['en', 'zh'] as const) expect(checkName(language, check)).not.toBe(check)
})
