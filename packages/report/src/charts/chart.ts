import type * as Plot from '@observablehq/plot'

/** Where and how a chart is drawn; the same in a browser and on a server. */
export interface Drawing {
  /** The browser's document, or one of a server's DOM. */
  document: NonNullable<Plot.PlotOptions['document']>
  /** Pixels. */
  width: number
  fontFamily: string
}

/** A drawn chart: an SVG element. */
export type Chart = ReturnType<typeof Plot.plot>

/** Of all text in a chart, pixels. */
export const fontSize = 12

/** The look that every chart has. */
export function styleOf({ fontFamily }: Drawing): Record<string, string> {
  return { fontFamily, fontSize: `${fontSize}px`, background: 'white', color: 'black' }
}
