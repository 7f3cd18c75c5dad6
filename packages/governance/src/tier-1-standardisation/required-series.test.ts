import { expect, it } from 'vitest'
import { seriesOf } from '../testing/series.ts'
import { requiredSeries } from './required-series.ts'

it('finds a study without the series that its category is about', async () => {
  const parameters = { modalities: ['CT'], leastInstances: 2, exceptImageTypes: ['LOCALIZER'], least: 1 }
  const study = { id: '1.2', category: 'lung-ct', manifestHash: 'a'.repeat(64) }
  const instances = [{ file: 'a' }, { file: 'b' }]
  const whole = [seriesOf(undefined, { instances })]
  expect(await requiredSeries.examine({ ...study, series: whole }, parameters)).toMatchObject({ findings: [] })
  const others = [
    seriesOf(undefined),
    seriesOf(undefined, { instances, imageType: ['ORIGINAL', 'LOCALIZER'] }),
    seriesOf(undefined, { instances, modality: 'SR' }),
  ]
  expect(await requiredSeries.examine({ ...study, series: others }, parameters)).toMatchObject({
    findings: [{ code: 'series-missing', measured: { value: 0 } }],
  })
})
