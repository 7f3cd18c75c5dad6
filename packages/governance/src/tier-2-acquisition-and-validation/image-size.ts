import { AssayError, type Finding, type Measurement } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { Form, SeriesSubject } from '../subject/study.ts'

const parameters = z.strictObject({
  /** Pixels of a row and of a column. */
  least: z.number().int().positive(),
  most: z.number().int().positive(),
})

/**
 * Columns and rows of the images, as decoded; of images that have no header to say it, the size of their pixels and the distance of their
 * slices, too. Source: DICOM PS3.3 C.7.6.3 (Rows, Columns).
 */
export const imageSize: Check<SeriesSubject, z.infer<typeof parameters>> = {
  id: 'image-size',
  version: 1,
  tier: 2,
  parameters,
  examine: async (series, { least, most }) => {
    const form = await series.form()
    if (!form) throw new AssayError('not-found', { what: 'pixels or samples' })
    const sizes = sizesOf(form)
    if (sizes.length === 0) return { notApplicable: 'other-data' }
    const isOdd = (count: number) => count < least || count > most
    const odd = sizes.findIndex((size) => size.some(isOdd))
    const [columns, rows] = sizes[0]!
    return {
      measurements: [
        { name: 'columns', value: columns, unit: '{count}' },
        { name: 'rows', value: rows, unit: '{count}' },
        ...spacingsOf(form, series),
      ],
      findings: odd < 0 ? [] : [oddSize(sizes[odd]!.find(isOdd)!, odd, { least, most, series: series.id })],
    }
  },
}

function sizesOf(form: Form): (readonly [columns: number, rows: number])[] {
  if (form.kind === 'photographs') return form.photographs.map(({ width, height }) => [width, height])
  if (form.kind === 'volume') return [[form.volume.size[0], form.volume.size[1]]]
  if (form.kind === 'cine') return [[form.cine.size[0], form.cine.size[1]]]
  return []
}

/** Headers of DICOM say these themselves (`pixel-spacing`, `slice-spacing`). */
function spacingsOf(form: Form, { first }: SeriesSubject): Measurement[] {
  if (form.kind !== 'volume' || first) return []
  const [, rows, slices] = form.volume.spacing
  return [
    { name: 'pixel-spacing', value: rows, unit: 'mm' },
    { name: 'slice-spacing', value: slices, unit: 'mm' },
  ]
}

function oddSize(
  value: number,
  index: number,
  { least, most, series }: { least: number; most: number; series: string },
): Finding {
  const unit = '{count}'
  return {
    code: 'image-size-odd',
    measured: { value, unit },
    expected: { least, most, unit },
    where: { series, frame: index + 1 },
  }
}
