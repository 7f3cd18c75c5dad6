import { type QualityPassport, qualityPassport } from '@assay/contracts'

const rule = {
  ruleSet: 'lung-ct-acquisition',
  checkVersion: 1,
  ruleHash: 'b'.repeat(64),
  tier: 2,
  series: '1.2.840.7.1',
}

/** A passport of a chest CT with a noisy series, missing slices, and a check that broke down. */
export function examplePassport(study = '1.2.840.7'): QualityPassport {
  return qualityPassport.parse({
    schema: 'assay.quality-passport/1',
    study,
    category: 'lung-ct',
    manifestHash: 'a'.repeat(64),
    issuedAt: '2026-11-02T08:00:00.000Z',
    verdict: 'quarantine',
    ruleSets: [
      {
        id: 'lung-ct-acquisition',
        version: 3,
        owner: 'Working group on test databases',
        tier: 2,
        title: { en: 'Lung CT: acquisition', zh: '肺部CT：采集' },
        category: 'lung-ct',
        hash: 'c'.repeat(64),
        instrument: { name: 'Limits of this platform', date: null, status: 'unverified' },
      },
    ],
    tiers: [{ tier: 2, verdict: 'quarantine', rules: 4 }],
    outcomes: [
      {
        ...rule,
        rule: 'noise',
        check: 'ct-noise',
        severity: 'warn',
        outcome: 'failed',
        verdict: 'warn',
        found: 1,
        measurements: [{ name: 'noise', value: 71.25, unit: "[hnsf'U]" }],
        findings: [
          {
            code: 'noise-too-high',
            where: { series: '1.2.840.7.1' },
            measured: { value: 71.25, unit: "[hnsf'U]" },
            expected: { most: 60, unit: "[hnsf'U]" },
          },
        ],
      },
      {
        ...rule,
        rule: 'spacing',
        check: 'slice-spacing',
        severity: 'quarantine',
        outcome: 'failed',
        verdict: 'quarantine',
        found: 22,
        measurements: [{ name: 'slice-spacing', value: 1.25, unit: 'mm' }],
        findings: [
          {
            code: 'slices-missing',
            parameters: { count: 2, from: 12.5, to: 16.25 },
            measured: { value: 3.75, unit: 'mm' },
            expected: { oneOf: [1.25], unit: 'mm' },
            where: { series: '1.2.840.7.1', file: 'IM0014' },
          },
        ],
      },
      {
        ...rule,
        rule: 'air',
        check: 'ct-air-value',
        severity: 'quarantine',
        outcome: 'inconclusive',
        verdict: 'quarantine',
        found: 1,
        measurements: [],
        findings: [{ code: 'check-failed', parameters: { fault: 'dicom-unsupported' } }],
      },
      {
        ...rule,
        rule: 'whole-lungs',
        check: 'ct-lung-coverage',
        severity: 'warn',
        outcome: 'not-applicable',
        verdict: 'accept',
        reason: 'no-lung',
        found: 0,
        measurements: [],
        findings: [],
      },
    ],
  })
}
