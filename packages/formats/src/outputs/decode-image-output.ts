import { AssayError } from '@assay/contracts'
import { decodeFrame, prepareDecoders } from '../dicom/decoding/decode-frame.ts'
import type { DecodingPool } from '../dicom/decoding/start-decoding-pool.ts'
import { readSeries, type SeriesForm } from '../dicom/forms/read-series.ts'
import { readHeader } from '../dicom/forms/series-file.ts'
import type { VolumeValues } from '../images/volume.ts'
import { sniffFormat } from '../sniff-format.ts'
import { type ImageOutput, type ImageOutputKind, mostLabel, mostOutputValues } from './image-output.ts'
import { readMetaImageOutput } from './read-metaimage-output.ts'
import { readTiff } from './read-tiff.ts'
import { OutputRefusal } from './refuse-output.ts'

/**
 * Decodes the files of an image that a device left, and holds its values against what its kind says: of a Segmentation whole numbers from 0
 * to `mostLabel`, of a Heat Map one finite number a place, of any other image finite numbers. It needs nothing but its arguments, so that it
 * runs where a decoder may die.
 * @param files one MetaImage or TIFF; of a DICOM Image Set the files of one series
 * @throws OutputRefusal
 */
export async function decodeImageOutput(kind: ImageOutputKind, files: readonly Uint8Array[]): Promise<ImageOutput> {
  const output = kind === 'DICOM Image Set' ? await seriesOf(files) : await imageOf(files[0]!)
  if (kind === 'Segmentation' || kind === 'Heat Map') assertOneChannel(output)
  for (const values of valuesOf(output)) (kind === 'Segmentation' ? assertLabels : assertFinite)(values)
  return output
}

async function imageOf(bytes: Uint8Array): Promise<ImageOutput> {
  const format = sniffFormat(bytes)
  if (format === 'tiff') return { kind: 'picture', picture: await readTiff(bytes) }
  if (format === 'metaimage' || /^NDims\s*=/m.test(Buffer.from(bytes.subarray(0, 4096)).toString('latin1')))
    return readMetaImageOutput(bytes)
  throw new OutputRefusal('image-form', format ?? '')
}

/** Frames are decoded in this very process. */
const own: DecodingPool = {
  processes: 1,
  decode: async (job) => {
    await prepareDecoders()
    return decodeFrame(job)
  },
  close: () => undefined,
}

async function seriesOf(files: readonly Uint8Array[]): Promise<ImageOutput> {
  try {
    const series = files.map((bytes, at) => ({ where: `file ${at + 1}`, bytes: async () => bytes }))
    let values = 0
    for (const file of series) {
      const { rows, columns, samples, frames } = (await readHeader(file, own)).layout
      values += rows * columns * samples * frames
    }
    if (values > mostOutputValues) throw new OutputRefusal('image-larger-than-allowed', `${values}`)
    return { kind: 'series', forms: await readSeries(series, own) }
  } catch (error) {
    if (error instanceof AssayError)
      throw new OutputRefusal('image-damaged', `${error.parameters.where}: ${error.parameters.what}`)
    throw error
  }
}

function assertOneChannel(output: ImageOutput): void {
  const channels = output.kind === 'picture' ? output.picture.channels : 1
  if (channels !== 1) throw new OutputRefusal('image-channels', `${channels}`)
}

function valuesOf(output: ImageOutput): ArrayLike<number>[] {
  if (output.kind === 'volume') return [output.volume.values]
  return output.kind === 'picture' ? [output.picture.values] : output.forms.map(valuesOfForm)
}

function valuesOfForm(form: SeriesForm): VolumeValues {
  if (form.kind === 'photograph') return form.photograph.values
  return form.kind === 'volume' ? form.volume.values : form.cine.values
}

function assertLabels(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!
    if (!(Number.isInteger(value) && value >= 0 && value <= mostLabel))
      throw new OutputRefusal('label-not-whole', `${value}`)
  }
}

function assertFinite(values: ArrayLike<number>): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return
  for (let i = 0; i < values.length; i += 1)
    if (!Number.isFinite(values[i])) throw new OutputRefusal('value-not-finite')
}
