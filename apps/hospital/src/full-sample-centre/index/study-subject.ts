import { basename, dirname, join } from 'node:path'
import {
  type Dataset,
  type ImageDecoders,
  readDataset,
  readRecord,
  readSeries,
  readWaveforms,
  sniffFormat,
  text,
  texts,
} from '@assay/formats'
import type { Form, Header, Sampled, SeriesSubject, StudySubject } from '@assay/governance'
import type { BlobStore } from '@assay/store'
import type { InstanceRow, StudyRow } from '../full-sample-tables.ts'
import { isImage } from '../pipeline/prepare-image.ts'
import { formOfImage } from './form-of-image.ts'
import type { SeriesWithFiles } from './study-manifest.ts'

/** What stored files are read with. */
export interface Readers extends ImageDecoders {
  readonly blobs: BlobStore
}

/** A study as rules see it: headers now, pixels and samples when a rule asks for them. */
export async function subjectOf(
  readers: Readers,
  { uid: id, category }: Pick<StudyRow, 'uid' | 'category'>,
  series: readonly SeriesWithFiles[],
  manifestHash: string,
): Promise<StudySubject> {
  return { id, category, manifestHash, series: await Promise.all(series.map((one) => seriesSubject(readers, one))) }
}

async function seriesSubject(readers: Readers, series: SeriesWithFiles): Promise<SeriesSubject> {
  const { uid, modality, sop_class, files } = series
  const { first, headers, numberOf } = await headersOf(readers.blobs, files)
  let form: Promise<Form | undefined> | undefined
  return {
    id: uid,
    modality,
    sopClass: sop_class || undefined,
    files: files.length,
    first,
    headers,
    imageType: first ? texts(first.dataset, '00080008') : [],
    form: () => {
      form ??= first ? formOfDicom(readers, series) : formOfOthers(readers, files)
      return form
    },
    sample: (most) =>
      slices.test(sop_class) && files.length > most
        ? numberOf().then((numbers) => sampleOf(readers, series, spread(files, numbers, most)))
        : undefined,
  }
}

/** Headers of a series' files, and what is written down of them as they go by. */
async function headersOf(blobs: BlobStore, files: readonly InstanceRow[]) {
  const numbers = new Map<string, number>()
  const headers = async function* (): AsyncGenerator<Header> {
    for (const file of files) {
      const header = await headerOf(blobs, file)
      if (!header) continue
      numbers.set(file.uid, Number(text(header.dataset, '00200013') ?? 0) || 0)
      yield header
    }
  }
  /** Instance Number (0020,0013) of each file: by the headers that have gone by, if all have. */
  const numberOf = async () => {
    if (numbers.size < files.length) for await (const _ of headers());
    return numbers
  }
  return { first: files[0] && (await headerOf(blobs, files[0])), headers, numberOf }
}

/** Pixels or samples of a series as rules see them, or of those of its files that are given. */
export async function formOfSeries(readers: Readers, series: SeriesWithFiles): Promise<Form | undefined> {
  const [file] = series.files
  const first = file && (await headerOf(readers.blobs, file))
  return first ? formOfDicom(readers, series) : formOfOthers(readers, series.files)
}

/** CT, MR and PET, a file a slice. */
const slices = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(2|4|128)$/

/** So many files of a series, the middle of each part of it by their numbers. */
function spread(files: readonly InstanceRow[], numbers: ReadonlyMap<string, number>, most: number): InstanceRow[] {
  const sorted = files.toSorted((a, b) => (numbers.get(a.uid) ?? 0) - (numbers.get(b.uid) ?? 0))
  return Array.from({ length: most }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / most)]!)
}

async function sampleOf(readers: Readers, series: SeriesWithFiles, chosen: readonly InstanceRow[]): Promise<Sampled[]> {
  const sampled: Sampled[] = []
  for (const file of chosen)
    sampled.push({ file: file.uid, form: await formOfDicom(readers, { ...series, files: [file] }) })
  return sampled
}

/** Within the first, the headers of slices end; within the second, nearly all. */
const headSizes = [16 * 1024, 256 * 1024, Infinity]

/** What stands before the pixels of a stored DICOM file; undefined for what is none. */
async function headerOf(blobs: BlobStore, { role, sha256, uid, size }: InstanceRow): Promise<Header | undefined> {
  if (role !== 'instance') return undefined
  for (const most of headSizes) {
    const head = await blobs.head(sha256, Math.min(most, size))
    if (isImage(sniffFormat(head))) return undefined
    const dataset = readWhole(head, uid, head.length === size)
    if (dataset) return { file: uid, dataset }
  }
  return undefined
}

/** The header that a file begins with; undefined where the beginning holds only a part of it. */
function readWhole(head: Buffer, uid: string, isAll: boolean): Dataset | undefined {
  try {
    const dataset = readDataset(head, uid, { pixels: 'skip' })
    return isAll || (dataset.bytes === head && dataset.end < head.length) ? dataset : undefined
  } catch (error) {
    if (isAll) throw error
    return undefined
  }
}

/** The waveform of a WFDB record, or the voxels or pixels of an image. */
async function formOfOthers({ blobs, photographs }: Readers, files: readonly InstanceRow[]): Promise<Form | undefined> {
  const image = files.find(({ role }) => role === 'instance')
  return image ? formOfImage(await blobs.read(image.sha256), image.uid, photographs) : waveformOfRecord(blobs, files)
}

/** The waveform of a WFDB record. */
async function waveformOfRecord(blobs: BlobStore, files: readonly InstanceRow[]): Promise<Form | undefined> {
  const header = files.find(({ role }) => role === 'signal-header')
  if (!header) return undefined
  const bytes = new Map<string, Uint8Array>()
  for (const { uid, role, sha256 } of files)
    if (role !== 'reference' && role !== 'reading') bytes.set(uid, await blobs.read(sha256))
  const beside = (name: string) => bytes.get(join(dirname(header.uid), name))
  return { kind: 'waveform', waveform: readRecord(basename(header.uid), beside) }
}

/** Waveform storage, and what has neither pixels nor samples: reports, structure sets, presentation states, documents. */
const waveformStorage = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.9\./
const withoutForm = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(11|88|104|481\.[35])(\.|$)/

/** Pixels or samples of a DICOM series, frames decoded in processes of their own. */
async function formOfDicom(
  { blobs, decoding }: Readers,
  { sop_class: sopClass, files }: SeriesWithFiles,
): Promise<Form | undefined> {
  const [first] = files
  if (withoutForm.test(sopClass)) return undefined
  if (waveformStorage.test(sopClass)) {
    const [waveform] = readWaveforms(await blobs.read(first!.sha256), first!.uid)
    return waveform && { kind: 'waveform', waveform: waveform.waveform }
  }
  const forms = await readSeries(
    files.map(({ uid, sha256 }) => ({ where: uid, bytes: () => blobs.read(sha256) })),
    decoding,
  )
  const photographs = forms.flatMap((one) => (one.kind === 'photograph' ? [one.photograph] : []))
  if (photographs.length > 0) return { kind: 'photographs', photographs }
  const cine = forms.find((one) => one.kind === 'cine')
  if (cine) return { kind: 'cine', cine: cine.cine }
  const volumes = forms.flatMap((one) => (one.kind === 'volume' ? [one.volume] : []))
  const [largest] = volumes.sort((a, b) => b.values.length - a.values.length)
  return largest && { kind: 'volume', volume: largest }
}
