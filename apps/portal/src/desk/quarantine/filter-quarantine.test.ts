import { errorStatuses, type QuarantineCounts } from '@assay/contracts'
import { resources } from '@assay/messages'
import { expect, it } from 'vitest'
import { type QuarantineFilter, queryOf, reasonsOf, waitingEntries } from './filter-quarantine.ts'

const everything: QuarantineFilter = { what: 'all', category: 'all', state: 'waiting', code: 'all' }

it('asks for kind, category, reason and intake, each unless it is not asked, and always for a state', () => {
  expect(queryOf(everything)).toBe('state=waiting')
  const all = { what: 'object', category: 'lung-ct', state: 'any', code: 'object-differs', intake: '1' } as const
  expect(queryOf(all)).toBe('state=any&what=object&category=lung-ct&code=object-differs&intake=1')
})

const counted = (...kinds: [category: string, what: string, code: string, state: string, entries: number][]) =>
  ({
    kinds: kinds.map(([category, what, code, state, entries]) => ({ category, what, code, state, entries })),
    waitingSince: null,
  }) as unknown as QuarantineCounts

const counts = counted(
  ['ecg', 'record', 'record-truncated', 'waiting', 2],
  ['ecg', 'record', 'record-truncated', 'discarded', 9],
  ['lung-ct', 'study', 'study-quality', 'waiting', 5],
  ['liver-ct', 'study', 'study-quality', 'waiting', 1],
)

it('counts what waits, of all kinds', () => {
  expect(waitingEntries(counts)).toBe(8)
})

it('lists the reasons of what the other filters show, the most frequent first, and always the chosen one', () => {
  expect(reasonsOf(counts, everything)).toEqual([
    { code: 'study-quality', entries: 6 },
    { code: 'record-truncated', entries: 2 },
  ])
  expect(reasonsOf(counts, { ...everything, state: 'any' })[0]).toEqual({ code: 'record-truncated', entries: 11 })
  expect(reasonsOf(counts, { ...everything, category: 'liver-ct', code: 'record-truncated' })).toEqual([
    { code: 'study-quality', entries: 1 },
    { code: 'record-truncated', entries: 0 },
  ])
  const ofIntake = reasonsOf(counts, { ...everything, what: 'record', intake: '1' })
  expect(ofIntake).toEqual([{ code: 'record-truncated', entries: undefined }])
})

it.each(['en', 'zh'] as const)(
  'has words (%s) for every reason for which a file, a record or a study is put aside',
  (language) => {
    const aside = /^(image|dicom|record|annotations|reference|deidentification|set-entry|object|study)/
    const codes = Object.entries(errorStatuses).filter(([code, status]) => status === 422 && aside.test(code))
    expect(codes.length).toBeGreaterThan(20)
    const words: Record<string, string> = resources[language].translation.fullSample.quarantine.because
    for (const [code] of codes) expect([code, words[code] ?? '']).toEqual([code, expect.stringMatching(/\S/)])
  },
)
