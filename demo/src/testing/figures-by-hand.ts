import { type CaseFile, type CategoryTask, readResult } from '@assay/categories'
import { findOneRoundEstimator, release } from '@assay/statistics'
import { answersByHand } from './template-device.ts'

/** A figure as the report has it, as far as cases decide it. */
export interface Figure {
  readonly id: string
  readonly status: string
  readonly estimate?: unknown
}

/** A case of a patient, for `figuresByHand`. */
export interface CaseOfPatient {
  readonly patient: string
  readonly files: readonly CaseFile[]
}

/** What a task's template finds when it is run by hand, scored for the first endpoint: as one hospital with all patients would have it. */
export async function figuresByHand(task: CategoryTask, cases: readonly CaseOfPatient[]): Promise<Figure[]> {
  const [endpoint] = task.template.endpoints
  const files = cases.map((one) => one.files)
  const scores = await answersByHand(task, files, async (output, place, decoders) => {
    const one = cases[place]!
    const result = await readResult(task, one.files, { outcome: 'completed', output }, decoders)
    return task.score({ patient: one.patient, name: `${place}`, files: one.files }, result, endpoint!, decoders)
  })
  const estimator = findOneRoundEstimator(endpoint!.estimator, endpoint!.version)!
  const { parameters } = endpoint!
  const released = release(estimator.summarise(scores, parameters), ({ value }) => ({ kind: 'exact', value }))
  return namesAndEstimates(
    estimator.estimate([{ site: 'all', released: estimator.readReleased(released, parameters) }], parameters),
  )
}

/** Figures without what else stands beside them. */
export function namesAndEstimates(figures: readonly Figure[]): Figure[] {
  return figures.map(({ id, status, estimate }) => ({ id, status, estimate }))
}
