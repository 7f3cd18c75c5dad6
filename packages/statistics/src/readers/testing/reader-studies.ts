import { drawsOf } from '../../random/philox.ts'
import type { Merit, MeritStudy } from '../merit.ts'
import { meritStudy, sumMerit } from '../merit.ts'
import { obuchowskiRockette, type RandomFactors } from '../obuchowski-rockette.ts'
import { assembleStudy, type Reading, type ReadingFault, ReadingsRefused } from '../reading.ts'
import { designOf } from '../study-design.ts'

export const auc: Merit = { merit: 'auc' }
export const level = 0.95

/** A case a column; null where a reader did not read it. */
export function readingsOf(
  table: readonly (readonly (readonly (number | null)[])[])[],
  truth: readonly number[],
): Reading[] {
  return table.flatMap((readers, modality) =>
    readers.flatMap((ratings, reader) =>
      ratings.flatMap((rating, k) =>
        rating === null
          ? []
          : [{ reader: `r${reader}`, modality: `m${modality}`, case: `c${100 + k}`, diseased: truth[k] === 1, rating }],
      ),
    ),
  )
}

export function analyse(
  readings: readonly Reading[],
  covariance: 'delong' | 'jackknife',
  random: RandomFactors = 'readers-and-cases',
  merit = auc,
) {
  const study = assembleStudy(readings)
  return obuchowskiRockette(meritStudy(study, merit), designOf(study), { random, covariance: { covariance }, level })
}

export const refusal = (run: () => unknown): ReadingFault | undefined => {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof ReadingsRefused) return error.reason
    throw error
  }
}

/** Of the first modality. */
export function meanMerit({ cells }: MeritStudy): number {
  const own = cells.filter(({ modality }) => modality === 0).map((cell) => sumMerit(cell).estimate)
  return own.reduce((a, b) => a + b, 0) / own.length
}

/** Ratings after Roe and Metz (1997): readers, cases, modalities and their interactions as normal components. */
export function roeMetz(readers: number, diseased: number, healthy: number, seed: number, modalities = 2): Reading[] {
  const draws = drawsOf(seed, 1)
  const normals = (count: number, deviation: number) => Array.from({ length: count }, () => deviation * draws.normal())
  const cases = diseased + healthy
  const ofReader = [normals(readers, 0.2), normals(readers, 0.2)]
  const ofCase = normals(cases, 0.55)
  return Array.from({ length: modalities }, (_, modality) => {
    const ofModality = [normals(readers, 0.1), normals(readers, 0.1)]
    const inModality = normals(cases, 0.45)
    return Array.from({ length: readers }, (__, reader) =>
      Array.from({ length: cases }, (___, k): Reading => {
        const truth = k < diseased ? 1 : 0
        const rating =
          truth * 1.2 +
          ofReader[truth]![reader]! +
          ofModality[truth]![reader]! +
          ofCase[k]! +
          inModality[k]! +
          0.6 * draws.normal()
        return { reader: `r${reader}`, modality: `m${modality}`, case: `c${k}`, diseased: truth === 1, rating }
      }),
    ).flat()
  }).flat()
}
