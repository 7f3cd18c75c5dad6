import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { sliceSpacing } from './slice-spacing.ts'

const parameters = { tolerance: 5 }

it('measures the spacing, whatever the header says of it and in whatever order the files come', async () => {
  const slices = axialSlices(20, () => ({ '00180088': '9' })).sort((a, b) =>
    `${a['00080018']}` < `${b['00080018']}` ? 1 : -1,
  )
  expect(await sliceSpacing.examine(dicomSeries(slices), parameters)).toEqual({
    measurements: [{ name: 'slice-spacing', value: 2, unit: 'mm' }],
    findings: [],
  })
})

it('finds missing slices: how many, and between which places', async () => {
  const slices = axialSlices(20).filter((_, z) => z !== 7 && z !== 8)
  expect(await sliceSpacing.examine(dicomSeries(slices), parameters)).toMatchObject({
    findings: [{ code: 'slices-missing', parameters: { count: 2, from: 12, to: 18 }, measured: { value: 6 } }],
  })
})

it('finds slices at uneven distances', async () => {
  const slices = axialSlices(10, (z) => (z === 5 ? { '00200032': '-100\\-100\\10.5' } : {}))
  expect(await sliceSpacing.examine(dicomSeries(slices), parameters)).toMatchObject({
    findings: [
      { code: 'spacing-uneven', measured: { value: 2.5 } },
      { code: 'spacing-uneven', measured: { value: 1.5 } },
    ],
  })
})

it('measures along the normal of oblique slices', async () => {
  const slices = axialSlices(10, (z) => ({
    '00200037': '1\\0\\0\\0\\0.8\\0.6',
    '00200032': `0\\${-0.6 * 3 * z}\\${0.8 * 3 * z}`,
  }))
  const examination = await sliceSpacing.examine(dicomSeries(slices), parameters)
  if ('notApplicable' in examination) throw new Error('not measured')
  expect(examination.measurements![0]!.value).toBeCloseTo(3, 9)
})

it('measures along the normal of slices that lie across two axes', async () => {
  const slices = axialSlices(10, (z) => ({
    '00200037': '0.6\\0\\0.8\\0\\1\\0',
    '00200032': `${-0.8 * 3 * z}\\0\\${0.6 * 3 * z}`,
  }))
  const examination = await sliceSpacing.examine(dicomSeries(slices), parameters)
  if ('notApplicable' in examination) throw new Error('not measured')
  expect(examination.measurements![0]!.value).toBeCloseTo(3, 9)
})

it('reads the planes of enhanced multi-frame objects', async () => {
  const frame = (z: number) => ({ '00209113': [{ '00200032': `0\\0\\${3 * z}` }] })
  const shared = { '00209116': [{ '00200037': '1\\0\\0\\0\\1\\0' }], '00289110': [{ '00280030': '1\\1' }] }
  const frames = [0, 1, 2, 4, 5].map(frame)
  const series = dicomSeries([{ '52009229': [shared], '52009230': frames }])
  expect(await sliceSpacing.examine(series, parameters)).toMatchObject({
    findings: [{ code: 'slices-missing', parameters: { count: 1 }, where: { frame: 4 } }],
  })
})
