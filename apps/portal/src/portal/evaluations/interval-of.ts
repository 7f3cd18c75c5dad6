import type { Figure } from '@assay/report/document'

/** Where a figure and its interval lie; null where there is none. */
export function intervalOf(figure: Figure | undefined): Record<'estimate' | 'lower' | 'upper', number | null> {
  if (figure?.status !== 'estimated') return { estimate: null, lower: null, upper: null }
  const { estimate, interval } = figure
  return { estimate, lower: interval.lower, upper: interval.upper }
}
