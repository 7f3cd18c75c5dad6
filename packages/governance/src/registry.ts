import type { RegisteredCheck } from './engine/check.ts'
import type { SeriesSubject, StudySubject } from './subject/study.ts'
import { standardisationChecks, standardisationStudyChecks } from './tier-1-standardisation/index.ts'
import { acquisitionChecks } from './tier-2-acquisition-and-validation/index.ts'

const seriesChecks = byId<SeriesSubject>([...standardisationChecks, ...acquisitionChecks])
const studyChecks = byId<StudySubject>(standardisationStudyChecks)

/** A check that looks at one series. Rule sets are held to the registry when they are read, so that none is missing here. */
export function findSeriesCheck(id: string): RegisteredCheck<SeriesSubject> {
  const check = seriesChecks.get(id)
  if (!check) throw new Error(`no check ${id}`)
  return check
}

/** A check that looks at a study as a whole. */
export function findStudyCheck(id: string): RegisteredCheck<StudySubject> | undefined {
  return studyChecks.get(id)
}

/** Any check of a name, to read parameters with. */
export function findCheck(id: string): Pick<RegisteredCheck<never>, 'id' | 'version' | 'tier' | 'prepare'> | undefined {
  return seriesChecks.get(id) ?? studyChecks.get(id)
}

function byId<Subject>(checks: readonly RegisteredCheck<Subject>[]): ReadonlyMap<string, RegisteredCheck<Subject>> {
  return new Map(checks.map((check) => [check.id, check]))
}
