import type { CriteriaTree, Criterion, ProtocolDraft } from '@assay/contracts'
import type { Hospital, Task } from '../../api/hub.ts'
import { type PlanFault, type PlanForm, planFaults, planOf } from './plan-form.ts'

/** What an applicant has filled in so far. */
export interface ApplicationForm extends PlanForm {
  readonly deviceId: string
  readonly title: string
  readonly intendedUse: string
  readonly hospitals: readonly string[]
  readonly leastHospitals: number
  readonly leastPatients: number
  readonly justification: string
  readonly criteria: CriteriaTree
}

/** What still keeps a form from being saved: a key of `portal.application.missing`, with its parameters. */
export type Fault =
  | { key: 'device' | 'title' | 'intendedUse' | 'hospitals' | 'leastPatients' | 'justification' }
  | { key: 'least'; most: number }
  | { key: 'patients'; available: number; asked: number }
  | { key: 'bound'; endpoint: string; figure: string; measure?: Criterion['measure']; least: number; most: number }
  | { key: 'effective'; endpoint: string; figure: string }
  | PlanFault

/** Hospitals with a sealed set of a task, each with its newest. */
export function placesOf(hospitals: readonly Hospital[], category: string, task: string) {
  return hospitals.flatMap(({ id, name, testSets }) => {
    const sets = testSets.filter((set) => set.category === category && set.task === task)
    const newest = sets.toSorted((a, b) => b.version - a.version)[0]
    return newest ? [{ id, name, set: newest }] : []
  })
}
export type Place = ReturnType<typeof placesOf>[number]

/** Everything that keeps a form from being saved. */
export function faultsOf(form: ApplicationForm, places: readonly Place[], figures: Task['figures']): Fault[] {
  const chosen = places.filter(({ id }) => form.hospitals.includes(id))
  return [
    ...missingWords(form, ['device', 'title', 'intendedUse']),
    ...(chosen.length === 0 ? [{ key: 'hospitals' } as const] : sizeFaults(form, chosen)),
    ...missingWords(form, ['justification']),
    ...planFaults(form, form),
    ...criteriaIn(form.criteria).flatMap((criterion) => criterionFaults(criterion, figures)),
  ]
}

/** The draft that a form without faults stands for. */
export function draftOf(
  form: ApplicationForm,
  given: { category: string; task: string; template: Task['template'] },
): ProtocolDraft {
  const { category, task, template } = given
  return {
    title: form.title.trim(),
    intendedUse: form.intendedUse.trim(),
    category,
    task,
    ...planOf(
      form,
      criteriaIn(form.criteria).map(({ id }) => id),
    ),
    hospitals: [...form.hospitals],
    leastHospitals: form.leastHospitals,
    endpoints: template.endpoints,
    criteria: form.criteria,
    failedOutput: template.failedOutput,
    sampleSize: { leastPatients: form.leastPatients, justification: form.justification.trim() },
  }
}

/** The criteria of a tree, in its order. */
export function criteriaIn(tree: CriteriaTree): Criterion[] {
  return 'op' in tree ? tree.of.flatMap(criteriaIn) : [tree]
}

/** The tree with one criterion changed. */
export function withCriterion(tree: CriteriaTree, changed: Criterion): CriteriaTree {
  if ('op' in tree) return { ...tree, of: tree.of.map((one) => withCriterion(one, changed)) }
  return tree.id === changed.id ? changed : tree
}

type Words = 'device' | 'title' | 'intendedUse' | 'justification'

function missingWords(form: ApplicationForm, keys: readonly Words[]): Fault[] {
  const { deviceId: device, title, intendedUse, justification } = form
  const words = { device, title, intendedUse, justification }
  return keys.filter((key) => words[key].trim() === '').map((key) => ({ key }))
}

function sizeFaults({ leastHospitals, leastPatients }: ApplicationForm, chosen: readonly Place[]): Fault[] {
  const available = chosen.reduce((sum, { set }) => sum + set.patients, 0)
  const faults: Fault[] = []
  if (!isWhole(leastHospitals, 1, chosen.length)) faults.push({ key: 'least', most: chosen.length })
  if (!isWhole(leastPatients, 1, Number.POSITIVE_INFINITY)) faults.push({ key: 'leastPatients' })
  else if (leastPatients > available) faults.push({ key: 'patients', available, asked: leastPatients })
  return faults
}

function criterionFaults(
  { endpoint, figure, measure, bound, leastEffectivePatients }: Criterion,
  figures: Task['figures'],
): Fault[] {
  const range = figures.find((one) => one.endpoint === endpoint && one.figure === figure)
  const { least = 0, most = 1 } = range ?? {}
  const faults: Fault[] = []
  if (!(bound >= least && bound <= most)) faults.push({ key: 'bound', endpoint, figure, measure, least, most })
  if (!(leastEffectivePatients >= 2)) faults.push({ key: 'effective', endpoint, figure })
  return faults
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
