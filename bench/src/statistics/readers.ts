import process from 'node:process'
import { drawsOf } from '@assay/statistics'
import {
  assembleStudy,
  type CovarianceMethod,
  designOf,
  type Merit,
  meritStudy,
  obuchowskiRockette,
  type Reading,
  uStatistics,
} from '@assay/statistics/readers'
import { type Measured, secondsOf } from '../measured.ts'

const auc: Merit = { merit: 'auc' }
const random = 'readers-and-cases'
const level = 0.95

/**
 * Reader studies from readings to result: a crossed one, and a split-plot one in which each reader has cases of their own. The R packages for them (MRMCaov,
 * iMRMC, RJafroc) are not in Debian; on a split-plot study of this size they were measured to take 5 to 9 s.
 */
export function measureReaders(): Measured {
  const crossed = ratings(20, 2000, false)
  const nested = ratings(20, 450, true)
  const before = process.memoryUsage().rss
  const analyse = (readings: readonly Reading[], covariance: CovarianceMethod) => {
    const study = assembleStudy(readings)
    return obuchowskiRockette(meritStudy(study, auc), designOf(study), { random, covariance, level })
  }
  const moments = (readings: readonly Reading[]) =>
    uStatistics(meritStudy(assembleStudy(readings), auc), { estimator: 'unbiased', random, level })
  return {
    'crossed, 20 readers × 2,000 cases × 2 modalities: Obuchowski–Rockette, jackknife (s, aim 2)': secondsOf(
      () => void analyse(crossed, { covariance: 'jackknife' }),
    ),
    'the same, DeLong (s, aim 2)': secondsOf(() => void analyse(crossed, { covariance: 'delong' })),
    'the same, bootstrap of 1,000 replicates (s, aim 2)': secondsOf(
      () => void analyse(crossed, { covariance: 'bootstrap', replicates: 1000, seed: 1 }),
    ),
    'the same, U-statistics (s, aim 2)': secondsOf(() => void moments(crossed)),
    'split-plot, 20 readers × 450 cases each × 2 modalities: Obuchowski–Rockette, jackknife (s, aim 0.1)': secondsOf(
      () => void analyse(nested, { covariance: 'jackknife' }),
      5,
    ),
    'the same, DeLong (s, aim 0.1)': secondsOf(() => void analyse(nested, { covariance: 'delong' }), 5),
    'the same, U-statistics (s, aim 0.1)': secondsOf(() => void moments(nested), 5),
    'memory of the process at most (MB)': process.resourceUsage().maxRSS / 1024,
    'of that before the analyses (MB)': before / 1024 ** 2,
  }
}

/** Ratings 0 to 100 of half diseased cases. */
function ratings(readers: number, cases: number, isNested: boolean): Reading[] {
  const draws = drawsOf(9, 1)
  const drawCases = (prefix: string) =>
    Array.from({ length: cases }, (_, i) => ({ name: `${prefix}${i}`, diseased: i % 2 === 0, own: draws.normal() }))
  const shared = drawCases('c')
  return Array.from({ length: readers }, (_, reader) => {
    const own = isNested ? drawCases(`${reader}-`) : shared
    return ['a', 'b'].flatMap((modality) =>
      own.map(({ name, diseased, own: level }): Reading => {
        const latent = (diseased ? 1.2 : 0) + 0.7 * level + 0.7 * draws.normal()
        const rating = Math.round(Math.min(100, Math.max(0, 50 + 20 * latent)))
        return { reader: `r${reader}`, modality, case: name, diseased, rating }
      }),
    )
  }).flat()
}
