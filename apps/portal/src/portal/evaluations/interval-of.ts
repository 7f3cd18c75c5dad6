import type { Figure } from '@assay/report/document'

/** Where a figure and its interval lie; of a bounded figure only the ends of its interval; null where there is none. */
export function intervalOf(figure: Figure | undefined): Record<'estimate' | 'lower' | 'upper', number | null> {
  if (figure?.status === 'bounded') return { estimate: null, ...endsOf(figure.interval) }
  if (figure?.status !== 'estimated') return { estimate: null, lower: null, upper: null }
  return { estimate: figure.estimate, ...endsOf(figure.interval) }
}

function endsOf({ lower, upper }: { lower: number; upper: number }): { lower: number; upper: number } {
  return { lower, upper }
}
