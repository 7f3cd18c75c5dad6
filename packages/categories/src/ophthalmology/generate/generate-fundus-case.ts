import { writePng } from '@assay/formats'
import { drawsOf } from '@assay/statistics'
import type { GeneratedCase } from '../../category.ts'
import type { RetinopathyReference } from '../retinopathy-reference.ts'
import { drawFundus } from './fundus.ts'

const size = 256

/** How often each grade comes, from 0 on: more often than in a screening, so that few cases show something. */
const shares = [0.45, 0.13, 0.2, 0.11, 0.11]
const ungradableShare = 0.08

/** A photograph of a fundus that no patient has, with the grade that it was drawn by: the same seed and index give the same bytes. */
export function generateFundusCase(seed: number, index: number): GeneratedCase {
  const draws = drawsOf(seed, index)
  const isUngradable = draws.uniform() < ungradableShare
  const grade = gradeAt(draws.uniform())
  const name = `generated-${index + 1}`
  const reference: RetinopathyReference = isUngradable ? { gradable: false, grade: null } : { gradable: true, grade }
  return {
    patient: name,
    name,
    files: [
      { name: 'image.png', role: 'image', bytes: writePng(drawFundus(draws, size, { grade, isUngradable })) },
      { name: 'reference.json', role: 'reference', bytes: Buffer.from(JSON.stringify(reference)) },
    ],
  }
}

function gradeAt(drawn: number): number {
  let sum = 0
  const grade = shares.findIndex((share) => {
    sum += share
    return drawn < sum
  })
  return grade < 0 ? 0 : grade
}
