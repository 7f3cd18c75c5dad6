import { AssayError } from '@assay/contracts'
import { type DrawnPlane, type DrawnRegion, drawPlane, readSeries, type SeriesForm } from '@assay/formats'
import type { Hospital } from '../../hospital.ts'
import { readSeries as readStored } from './study-manifest.ts'

/** A slice of a series, or a frame of one of its files, and what is to be framed on it. */
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
export function sliceDrawer(hospital: Pick<Hospital, 'db' | 'blobs' | 'decoding'>) {
  let kept: { readonly key: string; readonly forms: Promise<SeriesForm[]> } | undefined
  const formsOf = (asked: AskedSlice): Promise<SeriesForm[]> => {
    const key = `${asked.studyId} ${asked.series} ${asked.file}`
    if (kept?.key === key) return kept.forms
    const mine = { key, forms: readForms(hospital, asked) }
    kept = mine
    setTimeout(() => {
      if (kept === mine) kept = undefined
    }, keptMilliseconds).unref()
    return mine.forms
  }
  /** Throws `not-found` for what is not stored or is no picture; what decoding throws. */
  return async (asked: AskedSlice): Promise<Buffer> => {
    const plane = (await formsOf(asked)).flatMap((form) => planesOf(form, asked.slice))[0]
    if (!plane) throw new AssayError('not-found', { what: 'picture' })
    return drawPlane(plane, asked.region)
  }
}

async function readForms({ db, blobs, decoding }: Parameters<typeof sliceDrawer>[0], asked: AskedSlice) {
  const series = (await readStored(db, asked.studyId)).find(({ uid }) => uid === asked.series)
  const files = series?.files.filter(
    ({ uid, role }) => role === 'instance' && (asked.file === undefined || uid === asked.file),
  )
  if (!files || files.length === 0) throw new AssayError('not-found', { what: 'picture' })
  return readSeries(
    files.map(({ uid, sha256 }) => ({ where: uid, bytes: () => blobs.read(sha256) })),
    decoding,
  )
}

function planesOf(form: SeriesForm, slice: number): DrawnPlane[] {
  if (form.kind === 'photograph') return []
  const { size, spacing, values } = form.kind === 'volume' ? form.volume : form.cine
  const [width, height] = size
  const length = width * height
  const own = values.subarray(slice * length, (slice + 1) * length)
  if (own.length < length) return []
  return [{ width, height, spacing: [spacing?.[0] ?? 1, spacing?.[1] ?? 1], values: own }]
}
