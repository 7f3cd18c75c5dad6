import { z } from 'zod'

/** One case: what a device forecast, and what came true. */
export const forecastCase = z.object({
  patient: z.string().min(1),
  /** Whether the event came true. */
  truth: z.boolean(),
  /** Null where the device gave no output. */
  probability: z.number().min(0).max(1).nullable(),
})
export type ForecastCase = z.infer<typeof forecastCase>

/** A case that counts, with the probability that it counts with. */
export interface Forecast {
  patient: string
  /** 1 or 0. */
  truth: number
  probability: number
}

/** Cases of a value by patient, in the order of the patients' names. */
export function byPatient<T extends { patient: string }>(cases: readonly T[]): T[][] {
  return [...Map.groupBy(cases, ({ patient }) => patient)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own)
}
