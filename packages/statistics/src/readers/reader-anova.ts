import type { CaseCovariance } from './case-covariance.ts'
import type { MeritStudy } from './merit.ts'
import type { DesignOfStudy } from './study-design.ts'

/** Mean squares of figures of merit by modality and reader, pooled within blocks of readers. */
export interface ReaderAnova {
  readonly modalities: number
  /** Readers; of each modality where they are nested. */
  readonly readers: number
  /** Mean merit of each modality, every reader counting the same. */
  readonly means: Float64Array
  readonly modality: { meanSquare: number; degreesOfFreedom: number }
  /** Readers within blocks; undefined where readers are nested in modalities. */
  readonly reader: { meanSquare: number; degreesOfFreedom: number } | undefined
  /** Modality × reader; readers within modalities where they are nested. */
  readonly error: { meanSquare: number; degreesOfFreedom: number }
  /** Readers within blocks, of each modality alone. */
  readonly ofModality: readonly { meanSquare: number; degreesOfFreedom: number }[]
  /** Σ (readers of a block / readers)²: 1 for a single block. */
  readonly concentration: number
}

/** Covariances over cases of two readings: Obuchowski and Rockette's components. */
export interface ErrorComponents {
  /** Of one reading. */
  readonly variance: number
  /** Same reader, other modality. */
  readonly cov1: number
  /** Other reader, same modality. */
  readonly cov2: number
  /** Both other. */
  readonly cov3: number
  /** Variance and second covariance of each modality alone. */
  readonly ofModality: readonly { variance: number; cov2: number }[]
}

type Grid = readonly (readonly number[])[]

/** Merits by modality (rows) and the readers of a block. */
function gridsOf({ cells, modalities }: MeritStudy, estimates: Float64Array, blocks: readonly number[]): Grid[] {
  const names = [...new Set(blocks)]
  return names.map((block) =>
    modalities.map((_, modality) =>
      cells.flatMap((cell, i) => (cell.modality === modality && blocks[cell.reader] === block ? [estimates[i]!] : [])),
    ),
  )
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * The analysis of variance of a study's figures of merit. In a design with blocks, sums of squares within blocks are added, and so are their degrees of
 * freedom; what blocks differ by is in none.
 * Sources: Obuchowski, Rockette, *Commun. Stat. Simul.* 24:285–308 (1995); Hillis, *Stat. Med.* 33:330–360 (2014).
 */
export function readerAnova(
  study: MeritStudy,
  { estimates }: CaseCovariance,
  { design, blocks }: DesignOfStudy,
): ReaderAnova {
  const isNested = design === 'readers-in-modalities'
  const grids = gridsOf(study, estimates, blocks)
  const modalities = study.modalities.length
  const perModality = study.modalities.map((_, modality) => grids.flatMap((grid) => grid[modality]!))
  const readers = isNested
    ? modalities / perModality.reduce((sum, { length }) => sum + 1 / length, 0)
    : perModality[0]!.length
  const means = Float64Array.from(perModality, meanOf)
  const grand = meanOf([...means])
  const modalitySquares = readers * means.reduce((sum, mean) => sum + (mean - grand) ** 2, 0)
  const withinOf = (modality: number) => ({
    squares: grids.reduce((sum, grid) => sum + squaresAround(grid[modality]!, meanOf(grid[modality]!)), 0),
    freedom: grids.reduce((sum, grid) => sum + grid[modality]!.length - 1, 0),
  })
  const within = study.modalities.map((_, modality) => withinOf(modality))
  const all = {
    squares: within.reduce((sum, one) => sum + one.squares, 0),
    freedom: within.reduce((sum, one) => sum + one.freedom, 0),
  }
  const ofReaders = isNested ? undefined : readerSquares(grids, modalities)
  const shares = grids.map((grid) => grid[0]!.length / perModality[0]!.length)
  return {
    modalities,
    readers,
    means,
    concentration: shares.reduce((sum, share) => sum + share * share, 0),
    modality: meanSquareOf(modalitySquares, modalities - 1),
    reader: ofReaders && meanSquareOf(ofReaders.squares, ofReaders.freedom),
    error: meanSquareOf(all.squares - (ofReaders?.squares ?? 0), all.freedom - (ofReaders?.freedom ?? 0)),
    ofModality: within.map(({ squares, freedom }) => meanSquareOf(squares, freedom)),
  }
}

/** Rounding below nothing is nothing. */
function meanSquareOf(squares: number, degreesOfFreedom: number) {
  return { meanSquare: Math.max(0, squares) / degreesOfFreedom, degreesOfFreedom }
}

function squaresAround(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
}

function readerSquares(grids: readonly Grid[], modalities: number): { squares: number; freedom: number } {
  const parts = grids.map((grid) => {
    const means = grid[0]!.map((_, reader) => meanOf(grid.map((row) => row[reader]!)))
    return { squares: modalities * squaresAround(means, meanOf(means)), freedom: means.length - 1 }
  })
  return {
    squares: parts.reduce((sum, { squares }) => sum + squares, 0),
    freedom: parts.reduce((sum, { freedom }) => sum + freedom, 0),
  }
}

/** Components of the covariance over cases, means within blocks over all pairs of their readings. */
export function errorComponents(
  study: MeritStudy,
  { covariance }: CaseCovariance,
  { blocks }: DesignOfStudy,
): ErrorComponents {
  const { cells } = study
  const pairs = cells.flatMap((one, a) =>
    cells.flatMap((other, b) =>
      blocks[one.reader] === blocks[other.reader] ? [{ one, other, value: covariance[a * cells.length + b]! }] : [],
    ),
  )
  const mean = (holds: (sameModality: boolean, sameReader: boolean) => boolean, modality?: number) => {
    const values = pairs.flatMap(({ one, other, value }) => {
      const isIt = holds(one.modality === other.modality, one.reader === other.reader)
      return isIt && (modality === undefined || one.modality === modality) ? [value] : []
    })
    return values.length === 0 ? 0 : meanOf(values)
  }
  const isVariance = (modality: boolean, reader: boolean) => modality && reader
  const isSecond = (modality: boolean, reader: boolean) => modality && !reader
  return {
    variance: mean(isVariance),
    cov1: mean((modality, reader) => !modality && reader),
    cov2: mean(isSecond),
    cov3: mean((modality, reader) => !modality && !reader),
    ofModality: study.modalities.map((_, modality) => ({
      variance: mean(isVariance, modality),
      cov2: mean(isSecond, modality),
    })),
  }
}
