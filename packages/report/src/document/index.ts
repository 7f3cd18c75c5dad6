// What a browser reads of a report: no module here or below may need Node.
export type { CriterionOutcome, Figure } from '@assay/statistics'
export { hypothesesOf, leastSitePatients, leastSites, testingProcedure } from '@assay/statistics'
export { detectionSentences } from '../words/detection-sentences.ts'
export { figureName, shortDetectionName } from '../words/figure-name.ts'
export { scoringSentences } from '../words/scoring-sentences.ts'
export { sizeName } from '../words/size-name.ts'
export { type ReportDocument, type ReportEndpoint, reportDocument, unseenWay } from './report-document.ts'
