export { beatDevices, beatReferences, countBeatErrors, countBeats } from './beat-counts.ts'
export type { Chart } from './chart.ts'
export { type CompletionOptions, type CompletionRow, completionBars } from './completion-bars.ts'
export { confusionMatrix, type MatrixCount, type MatrixOptions } from './confusion-matrix.ts'
export { type ChartOptions, type ForestRow, forest } from './forest.ts'
export {
  type FigureMeasure,
  formatFigure,
  formatFigureTick,
  formatInstant,
  formatNumber,
  formatShare,
  type IntervalEnd,
} from './format.ts'
export { frocChart } from './froc-chart.ts'
export { countFroc, detectionParameters, type FrocCounts, sizesOf } from './froc-counts.ts'
export { ratesOf } from './froc-rates.ts'
export { type CountedGroup, rangesOf, shareRanges } from './share-ranges.ts'
export { type VerdictBar, verdictBars, verdictFills } from './verdict-bars.ts'
