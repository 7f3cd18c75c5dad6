export { drawSvg } from './draw-svg.ts'
export { type ChartLine, lineChart } from './line-chart.ts'
