import type { SetCase } from '../subject/test-set.ts'

/** Patients (each once) by what a function says of their cases; a patient of two kinds counts in both. */
export function patientsBy(cases: readonly SetCase[], kindOf: (one: SetCase) => string): Map<string, number> {
  const groups = Map.groupBy(cases, kindOf)
  return new Map([...groups].map(([kind, some]) => [kind, new Set(some.map(({ patient }) => patient)).size]))
}
