import type { Category, CategoryTask } from './category.ts'
import { ecg } from './ecg/ecg.ts'

/** Every category that there is. */
export const categories: readonly Category[] = [ecg]

/** The category of a name, or undefined. */
export function findCategory(id: string): Category | undefined {
  return categories.find((category) => category.id === id)
}

/** A category's task, or undefined. */
export function findTask(category: string, task: string): CategoryTask | undefined {
  return findCategory(category)?.tasks.find((one) => one.id === task)
}
