export { type Chart, type ChartOptions, type ForestRow, forest } from './forest.ts'
export { formatInstant, formatNumber, formatShare, formatTick } from './format.ts'
