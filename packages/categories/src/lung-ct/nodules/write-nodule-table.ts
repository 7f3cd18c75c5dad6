import type { Nodule } from './nodule.ts'

/** Columns of LUNA16's tables of findings, and one more that tells those of its table of excluded findings. */
export const noduleColumns = ['seriesuid', 'coordX', 'coordY', 'coordZ', 'diameter_mm', 'irrelevant'] as const

/** The findings of one scan as a table; a scan without findings is a table without lines. A diameter that is not known is −1. */
export function writeNoduleTable(series: string, nodules: readonly Nodule[]): Uint8Array {
  const lines = nodules.map(({ centre, diameter, isIrrelevant }) =>
    [series, ...centre, diameter ?? -1, isIrrelevant ? 1 : 0].join(','),
  )
  return Buffer.from([noduleColumns.join(','), ...lines, ''].join('\n'), 'utf8')
}
