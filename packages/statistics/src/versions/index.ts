export { changesOf } from './changes-of-cases.ts'
export { frocDifference } from './froc-difference.ts'
export { type MarkedArea, markedAreaDifference, markedAreas } from './marked-area-difference.ts'
export type { VersionCase } from './version-case.ts'
export {
  type VersionDifference,
  type VersionEndpoint,
  versionDifference,
  versionEndpoints,
} from './version-difference.ts'
