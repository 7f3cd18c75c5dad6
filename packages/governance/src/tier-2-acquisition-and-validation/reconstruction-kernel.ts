import { z } from 'zod'
import { valuesOf } from '../subject/attribute-values.ts'
import { attributeName, placesOf } from '../subject/attributes.ts'
import { headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({
  /** Beginnings of kernels' names, as the makers write them, e.g. B3, STANDARD; case does not matter. */
  startsWith: z.array(z.string().min(1).max(16)).min(1),
})

/** Of a slice, and of an enhanced object. */
const kernels = ['00181210', '00189314/00181210']

/** The reconstruction kernel is one that the product was made for. Source: DICOM PS3.3 C.8.2.1, Convolution Kernel (0018,1210). */
export const reconstructionKernel = headerCheck<z.infer<typeof parameters>>({
  id: 'reconstruction-kernel',
  version: 1,
  tier: 2,
  parameters,
  reads: () => kernels.flatMap(placesOf),
  faults: (dataset, { startsWith }) => {
    const [kernel] = kernels.flatMap((path) => valuesOf(dataset, path))
    const attribute = attributeName('00181210', 'ConvolutionKernel')
    if (kernel === undefined) return [{ code: 'acquisition-unknown' as const, attribute }]
    if (startsWith.some((beginning) => kernel.toUpperCase().startsWith(beginning.toUpperCase()))) return []
    const measured = { value: kernel.slice(0, 32), unit: '' }
    return [{ code: 'kernel-unexpected' as const, attribute, measured, expected: { oneOf: startsWith, unit: '' } }]
  },
})
