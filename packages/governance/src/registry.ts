import type { RegisteredCheck } from './engine/check.ts'
import type { CollectionSubject } from './subject/collection.ts'
import type { IntegrationSubject } from './subject/integration.ts'
import type { SeriesSubject, StudySubject } from './subject/study.ts'
import type { SetSubject } from './subject/test-set.ts'
import { standardisationChecks, standardisationStudyChecks } from './tier-1-standardisation/index.ts'
import { acquisitionChecks } from './tier-2-acquisition-and-validation/index.ts'
import { collectionChecks, integrationChecks } from './tier-3-integration/index.ts'
import { useChecks } from './tier-4-use/index.ts'

const seriesChecks = byId<SeriesSubject>([...standardisationChecks, ...acquisitionChecks])
const studyChecks = byId<StudySubject>(standardisationStudyChecks)
const checksOfIntegration = byId<IntegrationSubject>(integrationChecks)
const checksOfCollections = byId<CollectionSubject>(collectionChecks)
const checksOfSets = byId<SetSubject>(useChecks)

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

/** A check that looks at a study with what the node knows around it. */
export function findIntegrationCheck(id: string): RegisteredCheck<IntegrationSubject> | undefined {
  return checksOfIntegration.get(id)
}

/** Whether a check looks at studies, by series, by study, or with what lies around them. */
export function speaksOfStudies(id: string): boolean {
  return [seriesChecks, studyChecks, checksOfIntegration].some((checks) => checks.has(id))
}

/** A check that looks at all that a hospital has of a category. */
export function findCollectionCheck(id: string): RegisteredCheck<CollectionSubject> | undefined {
  return checksOfCollections.get(id)
}

/** A check that looks at a set. */
export function findSetCheck(id: string): RegisteredCheck<SetSubject> | undefined {
  return checksOfSets.get(id)
}

/** Any check of a name, to read parameters with. */
export function findCheck(id: string): Pick<RegisteredCheck<never>, 'id' | 'version' | 'tier' | 'prepare'> | undefined {
  const all = [seriesChecks, studyChecks, checksOfIntegration, checksOfCollections, checksOfSets]
  return all.map((checks) => checks.get(id)).find((check) => check !== undefined)
}

function byId<Subject>(checks: readonly RegisteredCheck<Subject>[]): ReadonlyMap<string, RegisteredCheck<Subject>> {
  return new Map(checks.map((check) => [check.id, check]))
}
