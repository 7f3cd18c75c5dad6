import type { SetCase } from '../subject/test-set.ts'

/** Patients (each once) by what a function says of their cases; a patient of two kinds counts in both. */
export function patientsBy(cases: readonly SetCase[], kindOf: (one: SetCase) => string): Map<string, number> {
  return patientsByEach(cases, (one) => [kindOf(one)])
}

/** Patients (each once) by the classes that their cases have by the reference standard; the empty class where none were collected. */
export function patientsByClass(cases: readonly SetCase[]): Map<string, number> {
  return patientsByEach(cases, ({ labels }) => {
    const classes = Object.entries(labels?.classes ?? {}).filter(([, count]) => count > 0)
    return classes.length === 0 ? [''] : classes.map(([label]) => label)
  })
}

function patientsByEach(cases: readonly SetCase[], kindsOf: (one: SetCase) => readonly string[]): Map<string, number> {
  const patients = new Map<string, Set<string>>()
  for (const one of cases)
    for (const kind of kindsOf(one)) patients.set(kind, (patients.get(kind) ?? new Set()).add(one.patient))
  return new Map([...patients].map(([kind, own]) => [kind, own.size]))
}
