import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { placeOf } from './measure/planes.ts'

const parameters = z.strictObject({ /** Millimetres. */ least: z.number().positive(), most: z.number().positive() })

/** Pixels are square, alike in the whole series, and of a size that scanners make. Source: DICOM PS3.3 10.7.1.3 (Pixel Spacing). */
export const pixelSpacing = planeCheck<z.infer<typeof parameters>>({
  id: 'pixel-spacing',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, { least, most }, series) => {
    const [rows = Number.NaN, columns = Number.NaN] = planes[0]!.pixelSpacing
    const isOther = (a: number, b: number) => Math.abs(a - b) > 1e-3 * Math.abs(b)
    const mixed = planes.find(({ pixelSpacing: [r = 0, c = 0] }) => isOther(r, rows) || isOther(c, columns))
    const odd = [rows, columns].find((value) => !(value >= least && value <= most))
    const where = placeOf(series, planes[0]!)
    const found: Finding[] = []
    if (Number.isNaN(rows + columns)) found.push({ code: 'pixel-spacing-missing', where })
    else if (odd !== undefined)
      found.push({
        code: 'pixel-spacing-odd',
        measured: { value: odd, unit: 'mm' },
        expected: { least, most, unit: 'mm' },
        where,
      })
    else if (isOther(rows, columns)) found.push({ code: 'pixels-not-square', parameters: { rows, columns }, where })
    if (mixed) found.push({ code: 'pixel-spacing-mixed', where: placeOf(series, mixed) })
    const measurements = Number.isNaN(rows) ? [] : [{ name: 'pixel-spacing', value: rows, unit: 'mm' }]
    return { measurements, findings: found }
  },
})
