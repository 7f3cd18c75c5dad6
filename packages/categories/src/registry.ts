import { brainMri } from './brain-mri/brain-mri.ts'
import { cardiacMri } from './cardiac-mri/cardiac-mri.ts'
import type { Category, CategoryTask } from './category.ts'
import { coronaryCta } from './coronary-cta/coronary-cta.ts'
import { ecg } from './ecg/ecg.ts'
import { fractureCt } from './fracture-ct/fracture-ct.ts'
import { liverCt } from './liver-ct/liver-ct.ts'
import { lungCt } from './lung-ct/lung-ct.ts'
import { ophthalmology } from './ophthalmology/ophthalmology.ts'

/** Every category that there is. */
export const categories: readonly Category[] = [
  lungCt,
  liverCt,
  fractureCt,
  brainMri,
  cardiacMri,
  coronaryCta,
  ecg,
  ophthalmology,
]

/** The category of a name, or undefined. */
export function findCategory(id: string): Category | undefined {
  return categories.find((category) => category.id === id)
}

/** A category's task, or undefined. */
export function findTask(category: string, task: string): CategoryTask | undefined {
  return findCategory(category)?.tasks.find((one) => one.id === task)
}
