import type { Finding } from '@assay/contracts'
import type { Photograph } from '@assay/formats'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { Form, SeriesSubject } from '../subject/study.ts'
import { findTextLines } from './text/find-text-lines.ts'
import type { GreyPicture } from './text/grey-picture.ts'

const parameters = z.strictObject({
  /** Least contrast of a stroke, and least brightness of a line's strokes, as parts of the picture's range. */
  contrast: z.number().min(0.05).max(1).default(0.35),
  brightness: z.number().min(0).max(1).default(0.88),
  /** Least and most pixels that a line may be high. */
  heights: z.tuple([z.number().int().min(4), z.number().int().max(200)]).default([6, 64]),
  /** Pictures of a series, a volume or of frames that are looked at, evenly spread. */
  pictures: z.number().int().min(1).max(2000).default(8),
})

/**
 * Text that is burned into the pixels, which no header has to mention. It is found by its look and not read, so that a finding says where
 * a person has to look; how much of it is found, and how often there is none, is measured in `text-in-pixels.test.ts`.
 */
export const textInPixels: Check<SeriesSubject, z.infer<typeof parameters>> = {
  id: 'text-in-pixels',
  version: 2,
  tier: 1,
  parameters,
  examine: async (series, { pictures, ...limits }) => {
    const looked = await lookedAt(series, pictures)
    if (!looked) return { notApplicable: 'other-data' }
    const findings = looked.flatMap(({ file, index, picture }) =>
      findTextLines(picture, limits).map(
        ([left, top, right, bottom]): Finding => ({
          code: 'text-in-pixels',
          where: {
            series: series.id,
            ...(file === undefined ? {} : { file }),
            frame: index + 1,
            region: { from: [left, top, index], to: [right, bottom, index] },
          },
        }),
      ),
    )
    return { measurements: [{ name: 'lines-of-text', value: findings.length, unit: '1' }], findings }
  },
}

interface Looked {
  /** Undefined for a picture of the series as a whole. */
  readonly file?: string
  readonly index: number
  readonly picture: GreyPicture
}

/** Some files of a long series, each by itself, or some pictures of the whole; undefined where there are none. */
async function lookedAt(series: SeriesSubject, most: number): Promise<Looked[] | undefined> {
  const sampled = await series.sample?.(most)
  if (!sampled) return ofForm(await series.form(), most)
  const looked = sampled.flatMap(({ file, form }) => (ofForm(form, 1) ?? []).map((one) => ({ file, ...one })))
  return looked.length > 0 ? looked : undefined
}

function ofForm(form: Form | undefined, most: number): Looked[] | undefined {
  return form && form.kind !== 'waveform' ? picturesOf(form, most) : undefined
}

function picturesOf(form: Exclude<Form, { kind: 'waveform' }>, most: number): Looked[] {
  if (form.kind === 'photographs')
    return form.photographs.map((photograph, index) => ({ index, picture: greyOf(photograph) }))
  const { size, values } = form.kind === 'volume' ? form.volume : form.cine
  const [width, height] = size
  const area = width * height
  return spread(values.length / area, most).map((index) => ({
    index,
    picture: { width, height, values: normal(values.subarray(index * area, (index + 1) * area)) },
  }))
}

/** So many of a number of pictures at most, the middle of each part. */
function spread(count: number, most: number): number[] {
  const chosen = Math.min(count, most)
  return Array.from({ length: chosen }, (_, i) => Math.floor(((i + 0.5) * count) / chosen))
}

/** The brightest channel of each pixel: text may have any colour. */
function greyOf({ width, height, channels, values }: Photograph): GreyPicture {
  const brightest = Float32Array.from({ length: width * height }, (_, i) =>
    channels === 1 ? values[i]! : Math.max(values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!),
  )
  return { width, height, values: normal(brightest) }
}

/** Values over the picture's range. */
function normal(values: ArrayLike<number>): Float32Array {
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i += 1) {
    if (values[i]! < least) least = values[i]!
    if (values[i]! > most) most = values[i]!
  }
  const range = most - least || 1
  const scaled = new Float32Array(values.length)
  for (let i = 0; i < values.length; i += 1) scaled[i] = (values[i]! - least) / range
  return scaled
}
