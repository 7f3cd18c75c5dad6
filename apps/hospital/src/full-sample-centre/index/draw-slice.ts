import { AssayError } from '@assay/contracts'
import { type DrawnPlane, type DrawnRegion, drawPlane, type Photograph } from '@assay/formats'
import type { Form } from '@assay/governance'
import type { Hospital } from '../../hospital.ts'
import { readSeries } from './study-manifest.ts'
import { formOfSeries } from './study-subject.ts'

/** A slice, frame or photograph of a series or of one of its files, and what is to be framed on it. */
export interface AskedSlice {
  readonly studyId: string
  readonly series: string
  readonly file?: string | undefined
  /** From 0 on. */
  readonly slice: number
  readonly region?: DrawnRegion | undefined
}

/** How long a series is kept in memory for the next slice of it. */
const keptMilliseconds = 30_000

/**
 * Draws slices of stored studies as PNG, for a steward to see what a finding speaks of. The series that was drawn last is kept for
 * half a minute, since findings come in rows.
 */
export function sliceDrawer(hospital: Pick<Hospital, 'db' | 'blobs' | 'decoding' | 'photographs' | 'outputs'>) {
  let kept: { readonly key: string; readonly form: Promise<Form | undefined> } | undefined
  const formOf = (asked: AskedSlice): Promise<Form | undefined> => {
    const key = `${asked.studyId} ${asked.series} ${asked.file}`
    if (kept?.key === key) return kept.form
    const mine = { key, form: readForm(hospital, asked) }
    kept = mine
    setTimeout(() => {
      if (kept === mine) kept = undefined
    }, keptMilliseconds).unref()
    return mine.form
  }
  /** Throws `not-found` for what is not stored or is no picture; what decoding throws. */
  return async (asked: AskedSlice): Promise<Buffer> => {
    const plane = planeOf(await formOf(asked), asked.slice)
    if (!plane) throw new AssayError('not-found', { what: 'picture' })
    return drawPlane(plane, asked.region)
  }
}

async function readForm(readers: Parameters<typeof sliceDrawer>[0], asked: AskedSlice) {
  const series = (await readSeries(readers.db, asked.studyId)).find(({ uid }) => uid === asked.series)
  const files = series?.files.filter(
    ({ uid, role }) => role === 'instance' && (asked.file === undefined || uid === asked.file),
  )
  if (!series || !files || files.length === 0) throw new AssayError('not-found', { what: 'picture' })
  return formOfSeries(readers, { ...series, files })
}

/** What a finding's place counts in: slices of a volume, frames of a cine, photographs of a series. */
function planeOf(form: Form | undefined, slice: number): DrawnPlane | undefined {
  if (!form || form.kind === 'waveform') return undefined
  if (form.kind === 'photographs') return photographPlane(form.photographs[slice])
  const { size, spacing, values } = form.kind === 'volume' ? form.volume : form.cine
  const [width, height] = size
  const length = width * height
  const own = values.subarray(slice * length, (slice + 1) * length)
  if (own.length < length) return undefined
  return { width, height, spacing: [spacing?.[0] ?? 1, spacing?.[1] ?? 1], values: own }
}

/** In shades of grey, the brightest channel of each pixel, as text is looked for in it. */
function photographPlane(photograph: Photograph | undefined): DrawnPlane | undefined {
  if (!photograph) return undefined
  const { width, height, channels, values, pixelSpacing: [rows, columns] = [1, 1] } = photograph
  const grey = Float32Array.from({ length: width * height }, (_, i) =>
    channels === 1 ? values[i]! : Math.max(values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!),
  )
  return { width, height, spacing: [columns, rows], values: grey }
}
