import { writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { ChartLine } from '@assay/report/pictures'

/** What a picture of lines shows. */
export interface Picture {
  readonly lines: readonly ChartLine[]
  readonly xLabel: string
  readonly yLabel: string
  readonly yDomain: readonly [number, number]
  readonly level?: number
}

/**
 * Draws lines over a quantity, shares upwards, into an SVG file.
 * @throws AssayError `table-missing` where it can not be written
 */
export async function writePicture(file: string, standing: string, { lines, ...picture }: Picture): Promise<void> {
  const { drawSvg, lineChart } = await import('@assay/report/pictures')
  const svg = drawSvg((document) =>
    lineChart(lines, {
      document,
      width: 720,
      height: 400,
      fontFamily: 'sans-serif',
      ...picture,
      formatY: (value) => `${Number((100 * value).toPrecision(3))} %`,
    }),
  )
  try {
    writeFileSync(resolve(standing, file), `${svg}\n`)
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new AssayError('table-missing', { file: basename(file), reason: code })
  }
}
