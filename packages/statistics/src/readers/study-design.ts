import type { MeritStudy } from './merit.ts'
import { type ReaderStudy, ReadingsRefused, readerBlocks } from './reading.ts'

/**
 * Who reads what.
 * `crossed`: every reader reads every case in every modality. `cases-in-modalities`: every reader in every modality, each modality with cases of its
 * own. `cases-in-readers`: every reader in every modality, each reader with cases of their own. `blocks`: groups of readers, as of hospitals, each
 * crossed over cases of its own. `readers-in-modalities`: each modality has readers of its own.
 */
export type StudyDesign = 'crossed' | 'cases-in-modalities' | 'cases-in-readers' | 'blocks' | 'readers-in-modalities'

/** The design, and the block of each reader: readers in different blocks have no case in common. */
export interface DesignOfStudy {
  readonly design: StudyDesign
  readonly blocks: readonly number[]
}

/**
 * Recognises the design of a study, and refuses what is none.
 * @throws ReadingsRefused `missing-readings` for a reader who lacks cases that the others of the block read, `one-modality`, `too-few-readers`,
 *   `mixed-design`
 */
export function designOf(study: ReaderStudy): DesignOfStudy {
  const { modalities, readers, cells } = study
  if (modalities.length < 2) throw new ReadingsRefused({ fault: 'one-modality' })
  if (readers.length < 2) throw new ReadingsRefused({ fault: 'too-few-readers' })
  const blocks = readerBlocks(study)
  const modalitiesOf = readers.map((_, reader) => cells.filter((cell) => cell.reader === reader).length)
  if (modalitiesOf.every((count) => count === 1)) return { design: 'readers-in-modalities', blocks: ofNested(study) }
  if (modalitiesOf.some((count) => count !== modalities.length)) throw new ReadingsRefused({ fault: 'mixed-design' })
  const isPaired = checkCompleteness(study, blocks)
  const count = new Set(blocks).size
  if (count === readers.length) {
    if (!isPaired) throw new ReadingsRefused({ fault: 'mixed-design' })
    return { design: 'cases-in-readers', blocks: readers.map(() => 0) }
  }
  const sizes = [...Map.groupBy(blocks, (block) => block).values()].map(({ length }) => length)
  if (sizes.some((size) => size < 2)) throw new ReadingsRefused({ fault: 'too-few-readers' })
  if (count > 1) return { design: 'blocks', blocks }
  return { design: isPaired ? 'crossed' : 'cases-in-modalities', blocks }
}

/** Readers of one modality read the same cases. */
function ofNested(study: ReaderStudy): number[] {
  for (const modality of study.modalities.keys()) {
    const cells = study.cells.filter((cell) => cell.modality === modality)
    if (cells.length < 2) throw new ReadingsRefused({ fault: 'too-few-readers' })
    checkSameCases(study, cells)
  }
  return study.readers.map(() => 0)
}

/** Within a block, readers of a modality read the same cases. Returns whether modalities share them. */
function checkCompleteness(study: ReaderStudy, blocks: readonly number[]): boolean {
  const paired = new Set<boolean>()
  for (const block of new Set(blocks)) {
    const own = study.cells.filter(({ reader }) => blocks[reader] === block)
    const byModality = study.modalities.map((_, modality) => own.filter((cell) => cell.modality === modality))
    const isPaired = byModality.slice(1).some((cells) => {
      const first = new Set(byModality[0]![0]!.cases)
      return cells[0]!.cases.some((place) => first.has(place))
    })
    paired.add(isPaired)
    if (isPaired) checkSameCases(study, own)
    else for (const cells of byModality) checkSameCases(study, cells)
  }
  if (paired.size > 1) throw new ReadingsRefused({ fault: 'mixed-design' })
  return paired.has(true)
}

function checkSameCases({ readers, modalities }: ReaderStudy, cells: ReaderStudy['cells']): void {
  const all = new Set(cells.flatMap(({ cases }) => [...cases]))
  const lacking = cells.find(({ cases }) => cases.length < all.size)
  if (!lacking) return
  throw new ReadingsRefused({
    fault: 'missing-readings',
    missing: all.size - lacking.cases.length,
    reader: readers[lacking.reader]!,
    modality: modalities[lacking.modality]!,
  })
}

/** @throws ReadingsRefused `one-class` where a merit lacks cases: two of each kind that it needs */
export function checkClasses({ cells, readers, modalities }: MeritStudy, needsColumns: boolean): void {
  const lacking = cells.find(({ rows, columns }) => rows.length < 2 || (needsColumns && columns.length < 2))
  if (lacking)
    throw new ReadingsRefused({
      fault: 'one-class',
      reader: readers[lacking.reader]!,
      modality: modalities[lacking.modality]!,
    })
}
