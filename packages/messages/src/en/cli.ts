import { agreement } from './statistics/agreement.ts'
import { beats } from './statistics/beats.ts'
import { calibration } from './statistics/calibration.ts'
import { compare } from './statistics/compare.ts'
import { froc } from './statistics/froc.ts'
import { looks } from './statistics/looks.ts'
import { meta } from './statistics/meta.ts'
import { overlap } from './statistics/overlap.ts'
import { paired } from './statistics/paired.ts'
import { plan } from './statistics/plan.ts'
import { proportion } from './statistics/proportion.ts'
import { readerStudy } from './statistics/reader-study.ts'
import { roc } from './statistics/roc.ts'

export const cli = {
  description: 'Assay: evaluation of AI medical devices, at the command line',
  help: 'what there is, and how to use it',
  helpOf: 'what a command does, and how to use it',
  title: { usage: 'Usage:', options: 'Options:', commands: 'Commands:', arguments: 'Arguments:' },
  wrong: {
    unknownOption: 'There is no option {{what}}.',
    unknownCommand: 'There is no command {{what}}.',
    missingArgument: 'The argument {{what}} is missing.',
    missingOption: 'The option {{what}} is missing.',
    missingValue: 'The option {{what}} lacks its value.',
    tooMany: 'There are more words than the command takes.',
    meant: 'Did you mean {{names}}?',
    help: 'See --help.',
  },
  json: 'print JSON, for programs',
  testSet: {
    description: 'seal test sets at a running node, and declare what they are for',
    seal: 'seal what was taken in into a new version of a test set',
    category: 'kind of data, e.g. ecg',
    task: 'task of that kind, e.g. beat-classification',
    intake: 'only what this intake brought (may be repeated; default: everything accepted)',
    target:
      'JSON file of the target population: shares by stratum and value, adding up to 1, e.g. {"sex": {"F": 0.5, "M": 0.5}}; strata: sex, age-band, modality, manufacturer, body-part',
    expires: 'last day on which the set may be used, e.g. 2028-12-31',
    training:
      'JSON file of what a vendor declares as training data (may be repeated): {"device": "…", "contents": ["SHA-256", …]}',
    sealed: 'Sealed as version {{version}}: {{id}}. Patients: {{patients}}; cases: {{cases}}. Manifest {{hash}}.',
  },
  verify: {
    description:
      'check a report (signatures, hashes, proofs, and every figure, derived again from what the hospitals released) or a signed quality passport',
    report: 'report.json, or the JSON file of a signed passport; the PDFs beside it are checked too',
    trust: 'file of the keys that you trust; without it the origin stays unverified',
    passed: 'PASSED. Every check holds, and the origin is one that you trust.',
    unverified:
      'ORIGIN UNVERIFIED. Every figure and hash holds together, but without a trust file (--trust) nothing shows who made this report.',
    failed: 'FAILED. {{count}} of {{total}} checks do not hold. Do not rely on this report.',
    passport: {
      passed: 'PASSED. Every check holds, and the signer is one that you trust.',
      unverified:
        'SIGNER UNVERIFIED. Nothing was changed since it was signed, but without a trust file (--trust) nothing shows who signed.',
      failed: 'FAILED. {{count}} of {{total}} checks do not hold. Do not rely on this passport.',
    },
    unreadable:
      '{{file}}: can not be read ({{reason}}). Give the report.json that the portal offers, or the signed file of a passport.',
    status: { passed: 'holds', failed: 'FAILS', unverified: 'unverified' },
    exit: 'Exit status: 0 passed; 1 failed; 2 wrong words; 3 all holds, but the origin is unverified.',
  },
  statistics: {
    description: 'compute any figure again from a table: intervals, tests, areas, and what they rest on',
    list: 'the methods, a line each',
    table: 'CSV (comma, semicolon or tab) or Parquet, one row a case; - reads standard input',
    columnNeeded: '{{what}}: name of the column (default: {{name}})',
    columnOptional: '{{what}}: name of the column (used if there is one named {{name}})',
    positive: 'label that counts as positive; all others are negative',
    confidence: 'confidence level of intervals',
    seed: 'seed of random draws: the same seed gives the same digits on every machine',
    help: 'Exit status: 0 computed; 1 the table does not fit; 2 wrong words. How each figure is defined, and what it was held against: docs/statistics.md.',
    failed: 'Failed outputs: {{count}}. Each counts as the wrong answer.',
    clusters: 'Cases cluster in {{clusters}} patients, worth {{effective}} of equal size.',
    reason: {
      'empty-class': 'one class has no case',
      'empty-denominator': 'nothing to divide by',
      'no-variance': 'none: a count is 0, or nothing varies',
      'too-few-patients': 'too few patients',
    },
    proportion,
    replicates: 'number of bootstrap replicates',
    roc,
    paired,
    column: {
      case: 'case',
      patient: 'patient, whose cases are one cluster',
      site: 'site (hospital)',
      stratum: 'stratum that the patient was sampled in',
      group: 'group that the case is in, where groups are compared',
      weight: 'design weight, above 0',
      truth: 'truth of the case, 1 diseased',
      call: 'what the device said, 1 positive; empty where its output failed',
      score: 'score of the device, higher means more diseased; empty where its output failed',
    },
    calibration,
    agreement,
    froc,
    beats,
    overlap,
    meta,
    'reader-study': readerStudy,
    plan,
    looks,
    compare,
    result: {
      figure: 'figure',
      estimate: 'estimate',
      interval: '{{level}} interval',
      method: 'method',
      cases: 'cases',
      patients: 'patients',
      test: 'test',
      p: 'p',
      standardError: 'standard error',
      none: '—',
    },
  },
} as const
