import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { pixelSpacing } from './pixel-spacing.ts'

it.each([
  ['pixel-spacing-odd', () => ({ '00280030': '0\\0' })],
  ['pixel-spacing-odd', () => ({ '00280030': '12\\12' })],
  ['pixels-not-square', () => ({ '00280030': '0.7\\0.9' })],
  ['pixel-spacing-missing', () => ({ '00280030': '' })],
  ['pixel-spacing-mixed', (z: number): Record<string, string> => (z === 2 ? { '00280030': '0.5\\0.5' } : {})],
])('finds %s', async (code, special) => {
  const limits = { least: 0.2, most: 1.5 }
  expect(await pixelSpacing.examine(dicomSeries(axialSlices(3)), limits)).toMatchObject({ findings: [] })
  expect(await pixelSpacing.examine(dicomSeries(axialSlices(3, special)), limits)).toMatchObject({
    findings: [{ code }],
  })
})
