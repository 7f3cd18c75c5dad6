/** One reading: what a reader said of a case in a modality. */
export interface Reading {
  readonly reader: string
  readonly modality: string
  readonly case: string
  /** Of the case; the same in every reading of it. */
  readonly diseased: boolean
  /** Finite; higher says more disease. */
  readonly rating: number
  /** Cases of one patient are one cluster; each case a patient of its own where it is absent. */
  readonly patient?: string
}

/** Why readings are no study. */
export type ReadingFault =
  | { fault: 'two-truths'; case: string }
  | { fault: 'two-patients'; case: string }
  | { fault: 'read-twice'; reader: string; modality: string; case: string }
  | { fault: 'missing-readings'; reader: string; modality: string; missing: number }
  | { fault: 'one-class'; reader: string; modality: string }
  | { fault: 'too-few-readers' }
  | { fault: 'one-modality' }
  | { fault: 'mixed-design' }
  /** Of U-statistics, which may be below nothing. */
  | { fault: 'negative-variance' }

/** Thrown where readings are no study that can be analysed. */
export class ReadingsRefused extends Error {
  override readonly name = 'ReadingsRefused'
  readonly reason: ReadingFault

  constructor(reason: ReadingFault) {
    super(`readings: ${reason.fault}`)
    this.reason = reason
  }
}

/** A case, by its place in the study. */
interface StudyCase {
  readonly id: string
  readonly diseased: boolean
  /** Place of its patient. */
  readonly patient: number
}

/** The readings of one reader in one modality: ratings of cases, by their places, rising. */
export interface ReadingCell {
  readonly modality: number
  readonly reader: number
  readonly cases: Int32Array
  readonly ratings: Float64Array
}

/** A study: who read what. */
export interface ReaderStudy {
  readonly modalities: readonly string[]
  readonly readers: readonly string[]
  readonly cases: readonly StudyCase[]
  readonly patients: number
  /** One for each modality and reader that has readings, by modality, then reader. */
  readonly cells: readonly ReadingCell[]
}

/**
 * Puts readings together. Names are sorted, so that their order does not matter.
 * @throws ReadingsRefused for a case with two truths or two patients, or one that was read twice by the same reader in the same modality
 */
export function assembleStudy(readings: readonly Reading[]): ReaderStudy {
  const names = (of: (reading: Reading) => string) => [...new Set(readings.map(of))].sort()
  const [modalities, readers, ids] = [
    names((one) => one.modality),
    names((one) => one.reader),
    names((one) => one.case),
  ]
  const known = knownCases(readings)
  const patients = [...new Set(ids.map((id) => known.get(id)!.patient ?? `\0${id}`))]
  const patientPlaces = new Map(patients.map((patient, place) => [patient, place]))
  const cases = ids.map((id) => {
    const { diseased, patient = `\0${id}` } = known.get(id)!
    return { id, diseased, patient: patientPlaces.get(patient)! }
  })
  const places = new Map(ids.map((id, place) => [id, place]))
  const cells = modalities.flatMap((modality, m) =>
    readers.flatMap((reader, r) => {
      const own = readings
        .filter((one) => one.modality === modality && one.reader === reader)
        .sort((a, b) => places.get(a.case)! - places.get(b.case)!)
      const twice = own.find((one, i) => one.case === own[i - 1]?.case)
      if (twice) throw new ReadingsRefused({ fault: 'read-twice', reader, modality, case: twice.case })
      if (own.length === 0) return []
      return [
        {
          modality: m,
          reader: r,
          cases: Int32Array.from(own, (one) => places.get(one.case)!),
          ratings: Float64Array.from(own, ({ rating }) => rating),
        },
      ]
    }),
  )
  return { modalities, readers, cases, patients: patients.length, cells }
}

function knownCases(readings: readonly Reading[]): ReadonlyMap<string, Pick<Reading, 'diseased' | 'patient'>> {
  const known = new Map<string, Pick<Reading, 'diseased' | 'patient'>>()
  for (const one of readings) {
    const before = known.get(one.case)
    if (before && before.diseased !== one.diseased) throw new ReadingsRefused({ fault: 'two-truths', case: one.case })
    if (before && before.patient !== one.patient) throw new ReadingsRefused({ fault: 'two-patients', case: one.case })
    known.set(one.case, one)
  }
  return known
}

/**
 * The same study without the cases that a reader missed in any modality, of those that its block read: the rule `complete-cases`.
 * @returns the study, and how many cases were left out
 */
export function completeCases(study: ReaderStudy): { study: ReaderStudy; leftOut: number } {
  const blocks = readerBlocks(study)
  const kept = new Set<number>()
  for (const block of new Set(blocks)) {
    const own = study.cells.filter(({ reader }) => blocks[reader] === block)
    for (const modality of new Set(own.map((cell) => cell.modality))) {
      const cells = own.filter((cell) => cell.modality === modality)
      const isPaired = own.some((cell) => cell.modality !== modality && sharesCases(cell, cells[0]!))
      const all = isPaired ? own : cells
      const sets = all.map(({ cases }) => new Set(cases))
      for (const place of cells[0]!.cases) if (sets.every((read) => read.has(place))) kept.add(place)
    }
  }
  const cells = study.cells.map((cell) => {
    const left = [...cell.cases.keys()].filter((i) => kept.has(cell.cases[i]!))
    return {
      ...cell,
      cases: Int32Array.from(left, (i) => cell.cases[i]!),
      ratings: Float64Array.from(left, (i) => cell.ratings[i]!),
    }
  })
  const read = new Set(study.cells.flatMap(({ cases }) => [...cases]))
  return { study: { ...study, cells }, leftOut: read.size - kept.size }
}

/** Whether two cells have a case in common. */
function sharesCases(one: ReadingCell, other: ReadingCell): boolean {
  const own = new Set(one.cases)
  return other.cases.some((place) => own.has(place))
}

/** Block of each reader: readers who have cases in common, directly or through others, are one block. */
export function readerBlocks({ readers, cells }: ReaderStudy): number[] {
  const blocks = readers.map((_, reader) => reader)
  const readerOf = new Map<number, number>()
  const join = (one: number, other: number) => {
    const [from, to] = [blocks[one]!, blocks[other]!]
    for (const [reader, block] of blocks.entries()) if (block === from) blocks[reader] = to
  }
  for (const { reader, cases } of cells)
    for (const place of cases) {
      const other = readerOf.get(place)
      if (other === undefined) readerOf.set(place, reader)
      else join(other, reader)
    }
  const names = [...new Set(blocks)]
  return blocks.map((block) => names.indexOf(block))
}
