import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { reconstructionKernel } from './reconstruction-kernel.ts'

it('finds a kernel that the product was not made for', async () => {
  const parameters = { startsWith: ['B3', 'Standard'] }
  const examine = (kernel: string) => reconstructionKernel.examine(dicomSeries([{ '00181210': kernel }]), parameters)
  for (const kernel of ['B31f', 'STANDARD']) expect(await examine(kernel)).toEqual({ findings: [] })
  expect(await examine('B70f')).toMatchObject({
    findings: [{ code: 'kernel-unexpected', measured: { value: 'B70f' } }],
  })
})
