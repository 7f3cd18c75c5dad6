import type { Method } from './method.ts'

/** Methods of `assay statistics`, in the order of its list. Each is loaded when it is asked for. */
export const methods = {
  proportion: async () => (await import('./methods/proportion.ts')).proportion,
  paired: async () => (await import('./methods/paired.ts')).paired,
  roc: async () => (await import('./methods/roc.ts')).roc,
  calibration: async () => (await import('./methods/calibration.ts')).calibration,
  agreement: async () => (await import('./methods/agreement.ts')).agreement,
  froc: async () => (await import('./methods/froc.ts')).froc,
  'reader-study': async () => (await import('./methods/reader-study.ts')).readerStudy,
  plan: async () => (await import('./methods/plan.ts')).plan,
  looks: async () => (await import('./methods/looks.ts')).looks,
  compare: async () => (await import('./methods/compare.ts')).compare,
  beats: async () => (await import('./methods/beats.ts')).beats,
  overlap: async () => (await import('./methods/overlap.ts')).overlap,
  meta: async () => (await import('./methods/meta.ts')).meta,
} as const satisfies Record<string, () => Promise<Method>>

export type MethodName = keyof typeof methods
export const methodNames = Object.keys(methods) as MethodName[]
