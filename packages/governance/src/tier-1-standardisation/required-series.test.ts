import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { seriesOf } from '../testing/series.ts'
import { requiredSeries } from './required-series.ts'

const parameters = { modalities: ['CT'], leastInstances: 2, exceptImageTypes: ['LOCALIZER'], least: 1 }
const ct = { '00080060': 'CT' }
const study = { id: '1.2', category: 'lung-ct', manifestHash: 'a'.repeat(64) }
const examine = (series: ReturnType<typeof dicomSeries>[]) => requiredSeries.examine({ ...study, series }, parameters)

it('finds a study without the series that its category is about', async () => {
  expect(await examine([dicomSeries([ct, ct])])).toMatchObject({ findings: [] })
  const others = [
    dicomSeries([ct]),
    dicomSeries([ct, ct], { imageType: ['ORIGINAL', 'LOCALIZER'] }),
    dicomSeries([ct, ct], { modality: 'SR' }),
  ]
  expect(await examine(others)).toMatchObject({ findings: [{ code: 'series-missing', measured: { value: 0 } }] })
})

it('counts the frames of one file, and takes a volume of another format for whole', async () => {
  expect(await examine([dicomSeries([{ '00280008': '2' }])])).toMatchObject({ findings: [] })
  expect(await examine([dicomSeries([{ '00280008': '1' }])])).toMatchObject({ findings: [{ code: 'series-missing' }] })
  expect(await examine([seriesOf(undefined, { instances: [{ file: 'image.mha' }] })])).toMatchObject({ findings: [] })
  expect(await examine([seriesOf(undefined, { instances: [] })])).toMatchObject({
    findings: [{ code: 'series-missing' }],
  })
})
