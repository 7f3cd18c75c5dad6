import type { Finding, RuleOutcome } from '@assay/contracts'
import { expect, test } from 'vitest'
import { findSeriesCheck, findStudyCheck } from '../registry.ts'
import type { SeriesSubject } from '../subject/study.ts'
import { type Attributes, axialSlices, dicomSeries } from '../testing/dicom.ts'
import { examineStudy } from './examine-study.ts'
import { readRuleSets } from './read-rule-sets.ts'

/** Rules of tiers 1 and 2 that look at nothing but headers. */
const ruleSets = readRuleSets().flatMap((set) => {
  const rules = set.rules.filter(({ check }) => looksAtHeaders(check))
  return set.tier <= 2 && rules.length > 0 ? [{ ...set, rules }] : []
})

function looksAtHeaders(check: string): boolean {
  return (findStudyCheck(check) ?? seriesCheck(check))?.beginPass !== undefined
}

function seriesCheck(check: string) {
  try {
    return findSeriesCheck(check)
  } catch {
    return undefined
  }
}

/** What may be wrong with a slice, each in some slices that follow each other and in some that do not. */
const faulty: readonly Attributes[] = [
  { '00180060': 'much' },
  { '00180050': '' },
  { '00280301': 'YES' },
  { '00080070': 'Müller' },
  { '00080005': 'ISO_IR 192', '00080070': 'Müller' },
  { '00080005': 'ISO_IR 999' },
  { '00102210': [{ '00080100': 'L-80003', '00080104': 'Human' }] },
  { '00400275': [{ '00100010': 'Zhang^San', '00400009': '1\\2' }] },
  { '00120064': [{ '00080100': '113100', '00080102': 'DCM', '00080104': 'Basic' }], '00120062': 'YES' },
  { '00280030': '0.7' },
  { '00181210': 'BONE' },
]

const slices = axialSlices(120, (z) =>
  Object.assign({}, ...faulty.filter((_, kind) => (z >> (kind % 4)) % (kind + 2) === 1)),
)

async function outcomes(series: SeriesSubject): Promise<RuleOutcome[]> {
  const study = { id: '1.2', category: 'lung-ct', manifestHash: 'a'.repeat(64), series: [series] }
  const passport = await examineStudy({ study, ruleSets, issuedAt: '2026-11-02T08:00:00.000Z' })
  return passport.outcomes.filter(({ reason }) => reason !== 'other-data')
}

/** How many files have each fault that a rule found. */
function countsOf(all: readonly RuleOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {}
  const told = ({ code, measured, parameters: { count: _, total: __, ...rest } = {}, where }: Finding) =>
    JSON.stringify([code, where?.attribute, rest, measured])
  for (const { rule, findings } of all)
    for (const finding of findings) {
      const key = `${rule} ${told(finding)}`
      counts[key] = (counts[key] ?? 0) + Number(finding.parameters?.count)
    }
  return counts
}

test('what is not looked at again since it did not change is found all the same: as where each file stands alone', async () => {
  const together = await outcomes(dicomSeries(slices))
  const alone = await Promise.all(slices.map((slice) => outcomes(dicomSeries([slice]))))
  expect(together.length).toBeGreaterThan(6)
  expect(Object.keys(countsOf(together)).length).toBeGreaterThan(12)
  expect(countsOf(together)).toEqual(countsOf(alone.flat()))
})

test('all rules about headers share one reading of each', async () => {
  let read = 0
  const held = dicomSeries(slices)
  const series = {
    ...held,
    async *headers() {
      read += 1
      yield* held.headers()
    },
  }
  expect((await outcomes(series)).length).toBeGreaterThan(6)
  expect(read).toBe(1)
})
