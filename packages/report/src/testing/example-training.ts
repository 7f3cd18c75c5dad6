import type { DeclaredTraining, TrainingCheck } from '@assay/contracts'

const rule = { ruleSet: 'use', ruleSetVersion: 3, checkVersion: 1, ruleHash: 'c'.repeat(64) } as const

/** A declaration with hashes, of which one hospital let out that few of its patients, or none, are in it, and that it is named. */
export const exampleTraining: { declared: DeclaredTraining; check: TrainingCheck } = {
  declared: {
    declarationHash: 'd'.repeat(64),
    declaredAt: '2026-11-01T08:00:00.000Z',
    contents: 48_000,
    dataSets: [
      {
        name: 'Northgate strips',
        version: '3',
        use: 'training',
        access: 'private',
        patients: 1200,
        source: 'Agreement 2024-11',
        institutions: ['Northgate Hospital'],
        years: { from: 2019, to: 2023 },
        manufacturers: ['Example Recorder'],
      },
    ],
  },
  check: {
    declarationHash: 'd'.repeat(64),
    patientsInCommon: { kind: 'suppressed', below: 10 },
    namedDataSets: ['Northgate strips'],
    checkedAt: '2026-11-03T09:00:00.000Z',
    rules: [
      { ...rule, rule: 'no-training-overlap', check: 'no-training-overlap', severity: 'reject', outcome: 'passed' },
      { ...rule, rule: 'training-elsewhere', check: 'training-elsewhere', severity: 'warn', outcome: 'failed' },
    ],
  },
}
