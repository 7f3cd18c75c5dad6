import { parseHTML } from 'linkedom'
import type { Chart, Drawing } from './chart.ts'

/** A chart as the text of an SVG file, drawn without a browser. */
export function drawSvg(draw: (document: Drawing['document']) => Chart): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const chart = draw(document as unknown as Drawing['document'])
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return chart.outerHTML
}
