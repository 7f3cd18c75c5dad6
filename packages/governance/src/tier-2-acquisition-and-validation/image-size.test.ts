import type { Photograph } from '@assay/formats'
import { expect, it } from 'vitest'
import { datasetOf } from '../testing/dicom.ts'
import { seriesOf, volumeOf, waveformOf } from '../testing/series.ts'
import { imageSize } from './image-size.ts'

const limits = { least: 16, most: 100 }
const volume = volumeOf([64, 48, 3], () => 0, [0.7, 0.8, 2.5])

it('counts columns and rows, and tells voxels where no header does', async () => {
  const sizes = [
    { name: 'columns', value: 64, unit: '{count}' },
    { name: 'rows', value: 48, unit: '{count}' },
  ]
  const spacings = [
    { name: 'pixel-spacing', value: 0.8, unit: 'mm' },
    { name: 'slice-spacing', value: 2.5, unit: 'mm' },
  ]
  const bare = seriesOf({ kind: 'volume', volume })
  expect(await imageSize.examine(bare, limits)).toEqual({ measurements: [...sizes, ...spacings], findings: [] })
  const instances = [{ file: 'a', dataset: datasetOf({ '00080060': 'CT' }) }]
  const dicom = seriesOf({ kind: 'volume', volume }, { instances })
  expect(await imageSize.examine(dicom, limits)).toEqual({ measurements: sizes, findings: [] })
})

it('finds a photograph that is a preview, among others', async () => {
  const photograph = (width: number, height: number): Photograph => ({
    width,
    height,
    channels: 1,
    bitsStored: 8,
    values: new Uint8Array(width * height),
  })
  const photographs = [photograph(90, 60), photograph(12, 20)]
  expect(await imageSize.examine(seriesOf({ kind: 'photographs', photographs }), limits)).toMatchObject({
    measurements: [{ value: 90 }, { value: 60 }],
    findings: [{ code: 'image-size-odd', measured: { value: 12 }, expected: { least: 16 }, where: { frame: 2 } }],
  })
})

it('says nothing of what is no image, and does not pass what can not be decoded', async () => {
  const signal = seriesOf({ kind: 'waveform', waveform: waveformOf({ I: Math.sin }) })
  expect(await imageSize.examine(signal, limits)).toEqual({ notApplicable: 'other-data' })
  await expect(imageSize.examine(seriesOf(undefined), limits)).rejects.toThrow('not-found')
})
