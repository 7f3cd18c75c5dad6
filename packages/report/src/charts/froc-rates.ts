import type { Figure } from '@assay/statistics'
import type { FrocRate } from './froc-chart.ts'

/** The sensitivities at rates among an endpoint's figures, those that were estimated, by rising rate. */
export function ratesOf(figures: readonly Figure[]): FrocRate[] {
  const found = figures.flatMap((figure): FrocRate[] => {
    const [, rate] = /^sensitivity\.at-(\d+(?:\.\d+)?)(?:\.size-.+)?$/.exec(figure.id) ?? []
    if (rate === undefined || figure.status !== 'estimated') return []
    const { lower, upper } = figure.interval
    return [{ rate: Number(rate), estimate: figure.estimate, lower, upper }]
  })
  return found.sort((a, b) => a.rate - b.rate)
}
