import { type Draws, normalCdf } from '@assay/statistics'
import {
  designOf,
  type MeritStudy,
  meritStudy,
  obuchowskiRockette,
  type RandomFactors,
  type ReaderStudy,
  ReadingsRefused,
  uStatistics,
} from '@assay/statistics/readers'
import type { Said, Study } from './study.ts'

/** Variances of a rating: reader (and modality × reader), case, modality × case, reader × case, and the rest. */
interface Structure {
  readonly reader: number
  readonly case: number
  readonly modalityCase: number
  readonly readerCase: number
  readonly error: number
}

/** First letter: how much cases have in common over readers and modalities; second: how much readers differ. As in the configurations of iRoeMetz (DIDSR/iMRMC). */
const structures = {
  HL: { reader: 0.0055, case: 0.3, modalityCase: 0.3, readerCase: 0.2, error: 0.2 },
  LL: { reader: 0.0055, case: 0.1, modalityCase: 0.1, readerCase: 0.2, error: 0.6 },
  HH: { reader: 0.03, case: 0.3, modalityCase: 0.3, readerCase: 0.2, error: 0.2 },
  LH: { reader: 0.03, case: 0.1, modalityCase: 0.1, readerCase: 0.2, error: 0.6 },
} as const satisfies Record<string, Structure>

/** Distance of diseased from other cases: an area of 0.855 for a reader like the mean. */
const separation = 1.5

interface Cell {
  readonly structure: keyof typeof structures
  readonly readers: number
  /** Of each class, in each block. */
  readonly cases: number
  readonly blocks: number
}

const sizes: readonly Omit<Cell, 'structure'>[] = [
  { readers: 3, cases: 25, blocks: 1 },
  { readers: 5, cases: 25, blocks: 1 },
  { readers: 8, cases: 30, blocks: 1 },
  { readers: 4, cases: 25, blocks: 2 },
]
const large = {
  from: '4 readers and 25 cases a class',
  holds: ({ readers, cases }: Cell) => readers >= 4 && cases >= 25,
}

/** Both modalities the same: how often the test errs, and a modality's interval holds, for readers and cases random and for one of both fixed. */
export const readerStudies: Study<Cell> = {
  id: 'reader-studies',
  title: 'Reader studies',
  about:
    'Ratings after Roe and Metz (Acad. Radiol. 4:298–303, 1997), two modalities that are the same, distance of the classes 1.5. Structures: variances of reader and of modality × reader 0.0055 (second letter L) or 0.03 (H); case, modality × case, reader × case, error 0.3, 0.3, 0.2, 0.2 (first letter H) or 0.1, 0.1, 0.2, 0.6 (L). Cases are those of each class, in each block (split-plot: blocks of readers with cases of their own). “Difference”: 100 less the coverage is how often the two-sided 5 % test errs. “Modality”: the interval of the first modality’s area. U-statistics: unbiased; a variance below nothing is no interval. “Readers fixed”: the difference that these readers would have over all cases.',
  cells: Object.keys(structures).flatMap((structure) =>
    sizes.map((size) => ({ structure: structure as keyof typeof structures, ...size })),
  ),
  place: ({ structure, readers, cases, blocks }) => ({ structure, readers, cases, blocks }),
  claims: {
    'Difference, jackknife': { kind: 'approximate' },
    'Difference, DeLong': { kind: 'approximate' },
    'Difference, U-statistics': { kind: 'shown' },
    'Modality, DeLong': { kind: 'shown' },
    'Readers fixed, DeLong': { kind: 'asymptotic', ...large },
  },
  how: { kind: 'sampled', sample },
}

function sample(cell: Cell, draws: Draws): Said[] {
  const { study, fixedDifference } = drawStudy(cell, draws)
  const merits = meritStudy(study, { merit: 'auc' })
  const design = designOf(study)
  const or = (covariance: 'jackknife' | 'delong', random: RandomFactors) =>
    obuchowskiRockette(merits, design, { random, covariance: { covariance }, level: 0.95, within: [0, 1] })
  const both = or('delong', 'readers-and-cases')
  const { reader } = structures[cell.structure]
  const area = normalCdf(separation / Math.sqrt(2 * (1 + 2 * reader)))
  const said = (method: string, { lower, upper }: { lower: number; upper: number }, truth: number): Said => ({
    method,
    lower,
    upper,
    truth,
  })
  return [
    said('Difference, jackknife', or('jackknife', 'readers-and-cases').differences[0]!, 0),
    said('Difference, DeLong', both.differences[0]!, 0),
    said('Difference, U-statistics', byMoments(merits), 0),
    said('Modality, DeLong', both.modalities[0]!, area),
    said('Readers fixed, DeLong', or('delong', 'cases').differences[0]!, fixedDifference),
  ]
}

/** Where the unbiased variance comes out below nothing there is no interval. */
function byMoments(merits: MeritStudy): { lower: number; upper: number } {
  try {
    return uStatistics(merits, { estimator: 'unbiased', random: 'readers-and-cases', level: 0.95 }).differences[0]!
  } catch (error) {
    if (error instanceof ReadingsRefused && error.reason.fault === 'negative-variance') return { lower: 1, upper: -1 }
    throw error
  }
}

/** A study, and the difference that its readers have over all cases. */
function drawStudy(
  { structure, readers, cases, blocks }: Cell,
  draws: Draws,
): { study: ReaderStudy; fixedDifference: number } {
  const variances = structures[structure]
  const normals = (count: number, variance: number) =>
    Float64Array.from({ length: count }, () => Math.sqrt(variance) * draws.normal())
  const [each, all] = [2 * cases, 2 * cases * blocks]
  const isDiseased = (place: number) => place % 2 === 1
  const ofCase = normals(all, variances.case)
  const inModality = [normals(all, variances.modalityCase), normals(all, variances.modalityCase)]
  const effects = Array.from({ length: readers }, () => {
    const own = normals(2, variances.reader)
    return [0, 1].map(() => normals(2, variances.reader).map((value, truth) => value + own[truth]!))
  })
  const readerCase = effects.map(() => normals(each, variances.readerCase))
  const cells = [0, 1].flatMap((modality) =>
    effects.map((ofModality, reader) => {
      const start = each * Math.floor((reader * blocks) / readers)
      const places = Int32Array.from({ length: each }, (_, i) => start + i)
      const ratings = Float64Array.from(places, (place, i) => {
        const truth = isDiseased(place) ? 1 : 0
        const shared = ofCase[place]! + inModality[modality]![place]! + readerCase[reader]![i]!
        return truth * separation + ofModality[modality]![truth]! + shared + Math.sqrt(variances.error) * draws.normal()
      })
      return { modality, reader, cases: places, ratings }
    }),
  )
  const areaOf = ([healthy, diseased]: Float64Array) => normalCdf((separation + diseased! - healthy!) / Math.SQRT2)
  const differences = effects.map(([first, second]) => areaOf(first!) - areaOf(second!))
  const study = {
    modalities: ['a', 'b'],
    readers: effects.map((_, i) => `r${i}`),
    patients: all,
    cells,
    cases: Array.from({ length: all }, (_, place) => ({
      id: `c${place}`,
      diseased: isDiseased(place),
      patient: place,
    })),
  }
  return { study, fixedDifference: differences.reduce((sum, value) => sum + value, 0) / readers }
}
