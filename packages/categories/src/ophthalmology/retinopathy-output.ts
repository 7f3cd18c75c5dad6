import type { Socket } from '@assay/contracts'
import { z } from 'zod'
import { readOutputValue } from '../outputs/plain-output.ts'

/** What a device says of a photograph: the grade of diabetic retinopathy, or that it can't be graded. */
export const answeredGrades = ['0', '1', '2', '3', '4', 'ungradable'] as const
export type AnsweredGrade = (typeof answeredGrades)[number]

export const likelihoodSocket: Socket = {
  slug: 'referable-retinopathy-likelihood',
  kind: 'Float',
  relativePath: 'referable-retinopathy-likelihood.json',
}
export const gradeSocket: Socket = {
  slug: 'retinopathy-grade',
  kind: 'Choice',
  relativePath: 'retinopathy-grade.json',
}

export interface RetinopathyOutput {
  /** Of referable retinopathy, 0 to 1, in thousandths: finer steps could carry a message. */
  readonly likelihood: number
  readonly grade: AnsweredGrade
}

/** Reads what a device left for a photograph. @throws AssayError output-missing, output-invalid */
export function readRetinopathyOutput(folder: string): RetinopathyOutput {
  const likelihood = readOutputValue(folder, likelihoodSocket.relativePath, z.number().min(0).max(1))
  const grade = readOutputValue(folder, gradeSocket.relativePath, z.enum(answeredGrades))
  return { likelihood: Math.round(likelihood * 1000) / 1000, grade }
}
