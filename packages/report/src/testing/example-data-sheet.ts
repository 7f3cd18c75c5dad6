import { type DataSheet, dataCharacteristics, dataSheet } from '@assay/contracts'
import { examplePassport } from './example-passport.ts'

/** A data sheet of a set whose women are few, with one rule of use not kept. */
export function exampleDataSheet(hospital = 'Northgate Hospital'): DataSheet {
  const passport = examplePassport()
  const manifestHash = 'b'.repeat(64)
  const use = {
    ...passport,
    study: 'set',
    manifestHash,
    verdict: 'warn',
    tiers: [{ tier: 4, verdict: 'warn', rules: 2 }],
    outcomes: [
      {
        ...passport.outcomes[0]!,
        ruleSet: 'use',
        rule: 'sexes-filled',
        check: 'strata-filled',
        tier: 4,
        series: null,
        measurements: [],
        findings: [
          {
            code: 'stratum-thin',
            parameters: { stratum: 'sex', value: 'F' },
            measured: { value: 12, unit: '{count}' },
            expected: { least: 20, unit: '{count}' },
          },
        ],
      },
      {
        ...passport.outcomes[0]!,
        ruleSet: 'use',
        rule: 'uses-left',
        check: 'uses-left',
        tier: 4,
        series: null,
        outcome: 'passed',
        verdict: 'accept',
        measurements: [],
        findings: [],
        found: 0,
      },
    ],
  }
  return dataSheet.parse({
    schema: 'assay.data-sheet/1',
    testSetId: '01890a5d-ac96-774b-bcce-b302099a8057',
    hospital,
    category: 'lung-ct',
    task: 'nodule-detection',
    version: 3,
    provenance: 'patients',
    manifestHash,
    sealedAt: '2026-10-01T09:00:00.000Z',
    issuedAt: '2026-11-02T08:00:00.000Z',
    patients: 80,
    cases: 91,
    declared: {
      target: { sex: { F: 0.5, M: 0.5 } },
      expiresOn: '2027-12-31',
      training: [
        {
          device: 'Example 2.0',
          dataSets: [
            {
              name: 'Southgate chests',
              version: '3',
              use: 'training',
              access: 'private',
              source: 'Agreement 2024-11',
              institutions: ['Southgate Hospital'],
              years: { from: 2019, to: 2023 },
              patients: 1200,
              manufacturers: ['SIEMENS', 'UIH'],
            },
          ],
          contents: 48_000,
        },
      ],
    },
    composition: [
      {
        stratum: 'sex',
        values: [
          { value: '', patients: 1 },
          { value: 'F', patients: 12 },
          { value: 'M', patients: 67 },
        ],
      },
      {
        stratum: 'device',
        values: [
          { value: 'SIEMENS SOMATOM Force', patients: 50 },
          { value: 'UIH uCT 780', patients: 30 },
        ],
      },
    ],
    passports: [
      { verdict: 'accept', cases: 80 },
      { verdict: 'warn', cases: 9 },
      { verdict: 'none', cases: 2 },
    ],
    characteristics: dataCharacteristics.map((name) => ({
      name,
      figures:
        name === 'representativeness'
          ? [
              { name: 'distance-sex', value: 0.348, unit: '1' },
              { name: 'effective-devices', value: 1.882, unit: '1' },
            ]
          : [],
      rules: name === 'completeness' ? [{ ruleSet: 'use', rule: 'sexes-filled', outcome: 'failed' }] : [],
    })),
    use,
  })
}
