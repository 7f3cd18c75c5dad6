import { type ForecastBin, meanForecast } from './forecast-bins.ts'

/**
 * The Brier score by its parts: reliability − resolution + uncertainty + withinVariance − withinCovariance. The last two
 * are 0 where all forecasts of a bin are the same.
 */
export interface BrierDecomposition {
  /** Mean squared distance of the bins' mean forecasts from their observed shares; 0 is best. */
  reliability: number
  /** Mean squared distance of the bins' observed shares from that of all; more is better. */
  resolution: number
  /** Share of events times share of others: the Brier score of a forecast of the overall share. */
  uncertainty: number
  /** Mean squared distance of forecasts from the mean of their bin. */
  withinVariance: number
  /** Twice the mean product of forecasts' and truths' distances from the means of their bin. */
  withinCovariance: number
}

/**
 * Murphy's decomposition, *J. Appl. Meteorol.* 12:595–600 (1973), with the terms within bins of Stephenson, Coelho,
 * Jolliffe, *Weather Forecast.* 23:752–757 (2008), by which it sums to the Brier score whatever the bins are.
 * @param bins with at least one case in all
 */
export function decomposeBrier(bins: readonly ForecastBin[]): BrierDecomposition {
  const filled = bins.filter(({ cases }) => cases > 0)
  const cases = filled.reduce((sum, bin) => sum + bin.cases, 0)
  const events = filled.reduce((sum, bin) => sum + bin.events, 0)
  const share = events / cases
  const mean = (of: (bin: ForecastBin) => number) => filled.reduce((sum, bin) => sum + of(bin), 0) / cases
  return {
    reliability: mean((bin) => bin.cases * (meanForecast(bin) - bin.events / bin.cases) ** 2),
    resolution: mean((bin) => bin.cases * (bin.events / bin.cases - share) ** 2),
    uncertainty: share * (1 - share),
    withinVariance: mean((bin) => Math.max(0, bin.squaredOffset - (bin.offset * bin.offset) / bin.cases)),
    withinCovariance: 2 * mean((bin) => bin.eventOffset - (bin.offset * bin.events) / bin.cases),
  }
}
