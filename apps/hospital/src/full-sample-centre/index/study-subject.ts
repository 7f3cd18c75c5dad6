import { basename, dirname, join } from 'node:path'
import { readDataset, readRecord, texts } from '@assay/formats'
import type { Form, SeriesSubject, StudySubject } from '@assay/governance'
import type { BlobStore } from '@assay/store'
import type { InstanceRow, StudyRow } from '../full-sample-tables.ts'
import type { SeriesWithFiles } from './study-manifest.ts'

/** A study as rules see it: what stands in its stored files, read when a rule asks for it. */
export async function subjectOf(
  blobs: BlobStore,
  { uid: id, category }: StudyRow,
  series: readonly SeriesWithFiles[],
  manifestHash: string,
): Promise<StudySubject> {
  return { id, category, manifestHash, series: await Promise.all(series.map((one) => seriesSubject(blobs, one))) }
}

async function seriesSubject(blobs: BlobStore, series: SeriesWithFiles): Promise<SeriesSubject> {
  const { uid, modality, sop_class, files } = series
  const [first] = files
  return {
    ...{ id: uid, modality, sopClass: sop_class || undefined },
    imageType: first?.role === 'instance' ? await imageTypeOf(blobs, first) : [],
    instances: files.map((file) => ({ file: file.uid })),
    form: () => formOf(blobs, files),
  }
}

/** A header ends long before this, but for sequences beyond all measure. */
const headBytes = 256 * 1024

async function imageTypeOf(blobs: BlobStore, { sha256, uid }: InstanceRow): Promise<string[]> {
  return texts(readDataset(await readHead(blobs, sha256), uid, { pixels: 'skip' }), '00080008')
}

async function readHead(blobs: BlobStore, sha256: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of blobs.stream(sha256)) {
    pieces.push(piece)
    size += piece.length
    if (size >= headBytes) break
  }
  return Buffer.concat(pieces)
}

/** The waveform of a WFDB record. */
async function formOf(blobs: BlobStore, files: readonly InstanceRow[]): Promise<Form | undefined> {
  const header = files.find(({ role }) => role === 'signal-header')
  if (!header) return undefined
  const bytes = new Map<string, Uint8Array>()
  for (const { uid, role, sha256 } of files) if (role !== 'reference') bytes.set(uid, await blobs.read(sha256))
  const beside = (name: string) => bytes.get(join(dirname(header.uid), name))
  return { kind: 'waveform', waveform: readRecord(basename(header.uid), beside) }
}
