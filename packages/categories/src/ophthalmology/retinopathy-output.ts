import { AssayError, type Socket } from '@assay/contracts'
import type { SocketOutputs } from '@assay/formats'

/** What a device says of a photograph: the grade of diabetic retinopathy, or that it can't be graded. */
export const answeredGrades = ['0', '1', '2', '3', '4', 'ungradable'] as const
export type AnsweredGrade = (typeof answeredGrades)[number]

export const likelihoodSocket = {
  slug: 'referable-retinopathy-likelihood',
  kind: 'Float',
  relativePath: 'referable-retinopathy-likelihood.json',
} as const satisfies Socket
export const gradeSocket = {
  slug: 'retinopathy-grade',
  kind: 'Choice',
  relativePath: 'retinopathy-grade.json',
} as const satisfies Socket

export interface RetinopathyOutput {
  /** Of referable retinopathy, 0 to 1, in thousandths: finer steps could carry a message. */
  readonly likelihood: number
  readonly grade: AnsweredGrade
}

/** What a device said of a photograph. @throws AssayError output-invalid */
export function retinopathyOf(outputs: SocketOutputs): RetinopathyOutput {
  const likelihood = outputs.value(likelihoodSocket)
  if (!(likelihood >= 0 && likelihood <= 1)) throw invalid(likelihoodSocket, 'likelihood-out-of-range')
  const said = outputs.value(gradeSocket)
  const grade = answeredGrades.find((one) => one === said)
  if (!grade) throw invalid(gradeSocket, 'choice-unknown', answeredGrades.join(', '))
  return { likelihood: Math.round(likelihood * 1000) / 1000, grade }
}

function invalid({ slug }: Pick<Socket, 'slug'>, what: string, detail = ''): AssayError {
  return new AssayError('output-invalid', { where: slug, what, detail })
}
