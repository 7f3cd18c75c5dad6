import type { TargetPopulation, TrainingDeclaration } from '@assay/contracts'
import { type DataSetForm, dataSetsIn, yearFaults } from '../../training/training-form.ts'

/** Strata of which a target population may have shares. */
export const strata = [
  'sex',
  'age-band',
  'modality',
  'manufacturer',
  'body-part',
] as const satisfies readonly (keyof TargetPopulation)[]

/** A share of the target population, as it was typed. */
export interface ShareForm {
  readonly key: number
  readonly stratum: (typeof strata)[number]
  readonly value: string
  readonly percent: string
}

/** What is known of one device's training data, as far as it is filled in. */
export interface TrainedForm {
  readonly key: number
  readonly device: string
  readonly dataSets: readonly DataSetForm[]
  /** Null while the chosen file can not be used. */
  readonly hashes: readonly string[] | null
}

/** What is declared of a set's use. */
export interface DeclaredForm {
  readonly shares: readonly ShareForm[]
  /** YYYY-MM-DD; empty where the set does not expire. */
  readonly expiresOn: string
  readonly trained: readonly TrainedForm[]
}

export const nothingDeclared: DeclaredForm = { shares: [], expiresOn: '', trained: [] }

/** What keeps it from being sent: a key of `desk.testSets.declared.fault`, with its parameters. */
export type DeclaredFault =
  | { key: 'sum'; stratum: ShareForm['stratum']; sum: number }
  | { key: 'twice'; stratum: ShareForm['stratum']; value: string }
  | { key: 'years'; device: string; number: number }
  | { key: 'nothing' | 'file'; device: string }

/** Every fault of a form, in the order of its fields. */
export function declaredFaults({ shares, trained }: DeclaredForm): DeclaredFault[] {
  return [...shareFaults(shares), ...trained.flatMap(trainedFaults)]
}

function shareFaults(shares: readonly ShareForm[]): DeclaredFault[] {
  return [...Map.groupBy(shares, ({ stratum }) => stratum)].flatMap(([stratum, some]): DeclaredFault[] => {
    const values = some.map(({ value }) => value.trim())
    const twice = values.find((value, index) => values.indexOf(value) !== index)
    if (twice !== undefined) return [{ key: 'twice', stratum, value: twice }]
    const sum = some.reduce((total, { percent }) => total + hundredths(percent), 0) / 100
    return sum === 100 ? [] : [{ key: 'sum', stratum, sum }]
  })
}

/** Hundredths of a percent are whole numbers, which add up without a rest. */
function hundredths(percent: string): number {
  return Math.round(100 * Number(percent))
}

function trainedFaults({ device, dataSets, hashes }: TrainedForm): DeclaredFault[] {
  if (hashes === null) return [{ key: 'file', device }]
  if (dataSets.length === 0 && hashes.length === 0) return [{ key: 'nothing', device }]
  return yearFaults(dataSets).map((number) => ({ key: 'years', device, number }))
}

/** What a form without faults declares, as the interface takes it; what is left open is left out. */
export function declaredIn({ shares, expiresOn, trained }: DeclaredForm): {
  target?: TargetPopulation
  expiresOn?: string
  training?: TrainingDeclaration[]
} {
  return {
    ...(shares.length > 0 ? { target: targetOf(shares) } : {}),
    ...(expiresOn === '' ? {} : { expiresOn }),
    ...(trained.length > 0 ? { training: trained.map(trainingOf) } : {}),
  }
}

function targetOf(shares: readonly ShareForm[]): TargetPopulation {
  const strataOf = Map.groupBy(shares, ({ stratum }) => stratum)
  return Object.fromEntries(
    [...strataOf].map(([stratum, some]) => [
      stratum,
      Object.fromEntries(some.map(({ value, percent }) => [value.trim(), hundredths(percent) / 10_000])),
    ]),
  )
}

function trainingOf({ device, dataSets, hashes }: TrainedForm): TrainingDeclaration {
  return { device: device.trim(), dataSets: dataSetsIn(dataSets), contents: [...(hashes ?? [])] }
}
