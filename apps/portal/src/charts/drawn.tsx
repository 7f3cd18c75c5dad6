import type { Chart } from '@assay/report/charts'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { Scrolled } from '../layout/scrolled.tsx'

/** What a chart of the report is drawn with. */
export interface Drawing {
  readonly document: Document
  /** Pixels. */
  readonly width: number
  readonly fontFamily: string
}

interface DrawnProps {
  /** The same function as long as the chart stays as it is. */
  readonly draw: (drawing: Drawing) => Chart
  /** Below this width, in pixels, the chart is scrolled. */
  readonly leastWidth: number
  /** What it shows, in words. */
  readonly label: string
}

/** A chart as wide as its place; on a narrow screen it keeps a readable width and is scrolled. */
export function Drawn({ draw, leastWidth, label }: DrawnProps) {
  const { ref, width } = useElementSize()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const chart = draw({ document, width: Math.max(width, leastWidth), fontFamily: 'var(--assay-font)' })
    place.current?.replaceChildren(chart)
  }, [draw, width, leastWidth])
  return (
    <Scrolled className="chart">
      <div ref={ref} role="img" aria-label={label}>
        <div ref={place} aria-hidden="true" />
      </div>
    </Scrolled>
  )
}
