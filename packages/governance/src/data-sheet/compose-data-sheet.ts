import type { DataCharacteristic, DataSheet, Measurement, QualityPassport, RuleOutcome } from '@assay/contracts'
import { dataCharacteristics } from '@assay/contracts'
import type { SetSubject } from '../subject/test-set.ts'
import { patientsBy, patientsByClass } from '../tier-4-use/patients-by.ts'

/** Of which characteristic a check speaks. */
const characteristicOf: Record<string, DataCharacteristic> = {
  'labels-certain': 'accuracy',
  'labels-plausible': 'accuracy',
  'strata-filled': 'completeness',
  'classes-balanced': 'completeness',
  'content-unique': 'uniqueness',
  'patient-at-one-hospital': 'uniqueness',
  'content-at-one-hospital': 'uniqueness',
  'statements-agree': 'consistency',
  'vocabulary-harmonised': 'consistency',
  'no-training-overlap': 'credibility',
  'training-elsewhere': 'credibility',
  'uses-left': 'credibility',
  'not-expired': 'currency',
  deidentified: 'confidentiality',
  'patient-identified': 'traceability',
  'composition-matches-target': 'representativeness',
  diverse: 'representativeness',
}

/** What is known of a set besides what its cases say. */
export interface SetDescription
  extends Pick<
    DataSheet,
    | 'testSetId'
    | 'hospital'
    | 'category'
    | 'task'
    | 'version'
    | 'provenance'
    | 'manifestHash'
    | 'sealedAt'
    | 'issuedAt'
    | 'declared'
  > {
  /** Passport of each case's study; undefined where it has none. */
  readonly passports: readonly (QualityPassport | undefined)[]
  /** Formats of the files, e.g. DICOM, WFDB, by cases. */
  readonly formats: Readonly<Record<string, number>>
}

/** Composes a set's data sheet: the same set, passports and instant give the same sheet. */
export function composeDataSheet(set: SetSubject, use: QualityPassport, description: SetDescription): DataSheet {
  const { passports, formats, ...named } = description
  const outcomes = [...use.outcomes, ...passports.flatMap((one) => one?.outcomes ?? [])]
  return {
    schema: 'assay.data-sheet/1',
    ...named,
    patients: new Set(set.cases.map(({ patient }) => patient)).size,
    cases: set.cases.length,
    composition: compositionOf(set),
    passports: verdictsOf(passports),
    characteristics: dataCharacteristics.map((name) => ({
      name,
      figures: figuresOf(name, set, { use, formats, passports }),
      rules: rulesOf(name, outcomes),
    })),
    use,
  }
}

function compositionOf({ cases }: SetSubject): DataSheet['composition'] {
  const strata = [...new Set(cases.flatMap((one) => Object.keys(one.strata)))].sort()
  const tables = strata.map((stratum) => [stratum, patientsBy(cases, (one) => one.strata[stratum] ?? '')] as const)
  const fixed = [
    ['device', patientsBy(cases, ({ device }) => device)],
    ['label', patientsByClass(cases)],
  ] as const
  return [...tables, ...fixed].map(([stratum, patients]) => ({
    stratum,
    values: [...patients].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, count]) => ({ value, patients: count })),
  }))
}

function verdictsOf(passports: SetDescription['passports']): DataSheet['passports'] {
  const verdicts = ['accept', 'warn', 'quarantine', 'reject', 'none'] as const
  return verdicts
    .map((verdict) => ({ verdict, cases: passports.filter((one) => (one?.verdict ?? 'none') === verdict).length }))
    .filter(({ cases }) => cases > 0)
}

/** The worst that a rule came to over all that it was held against. */
function rulesOf(name: DataCharacteristic, outcomes: readonly RuleOutcome[]) {
  const own = outcomes.filter(({ check }) => characteristicOf[check] === name)
  const worst = ['failed', 'inconclusive', 'passed', 'not-applicable'] as const
  return [...Map.groupBy(own, ({ ruleSet, rule }) => `${ruleSet}/${rule}`).values()].map((some) => ({
    ruleSet: some[0]!.ruleSet,
    rule: some[0]!.rule,
    outcome: worst.find((outcome) => some.some((one) => one.outcome === outcome))!,
  }))
}

type Evidence = Pick<SetDescription, 'formats' | 'passports'> & { use: QualityPassport }

function figuresOf(
  name: DataCharacteristic,
  { cases, sealedAt, today }: SetSubject,
  evidence: Evidence,
): Measurement[] {
  const share = (holds: (one: SetSubject['cases'][number]) => boolean) =>
    cases.length === 0 ? 0 : cases.filter(holds).length / cases.length
  const measured = evidence.use.outcomes.filter(({ check }) => characteristicOf[check] === name)
  const own = measured.flatMap(({ measurements }) => measurements)
  const ofSet: Partial<Record<DataCharacteristic, Measurement[]>> = {
    completeness: [
      { name: 'with-reference', value: share(({ hasReference }) => hasReference), unit: '1' },
      { name: 'with-all-strata', value: share(({ strata }) => !Object.values(strata).includes('')), unit: '1' },
    ],
    uniqueness: [{ name: 'distinct-contents', value: distinctContents(cases), unit: '1' }],
    credibility: [
      { name: 'exposed', value: share(({ exposures }) => exposures.length > 0), unit: '1' },
      { name: 'disclosed', value: share(({ disclosures = [] }) => disclosures.length > 0), unit: '1' },
    ],
    currency: [
      ...(sealedAt ? [{ name: 'days-sealed', value: daysBetween(sealedAt, today), unit: 'd' }] : []),
      { name: 'with-date', value: share(({ examinedAt }) => examinedAt !== undefined), unit: '1' },
    ],
    compliance: [{ name: 'with-passport', value: shareOf(evidence.passports, (one) => one !== undefined), unit: '1' }],
    portability: Object.entries(evidence.formats).map(([format, count]) => ({
      name: `format-${format.toLowerCase()}`,
      value: count,
      unit: '{count}',
    })),
  }
  return [...(ofSet[name] ?? []), ...own]
}

function distinctContents(cases: SetSubject['cases']): number {
  const contents = cases.flatMap((one) => one.contents)
  return contents.length === 0 ? 0 : new Set(contents).size / contents.length
}

function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length
}
