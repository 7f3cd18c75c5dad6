import { z } from 'zod'
import { valuesOf } from '../subject/attribute-values.ts'
import { attributeName, attributePath, placesOf } from '../subject/attributes.ts'
import { headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({
  path: attributePath,
  name: z.string().max(40),
  oneOf: z.array(z.string().max(64)).min(1),
  /** Whether a file without the attribute is passed over. */
  mayBeAbsent: z.boolean().default(false),
})

/**
 * An attribute has one of the values of the data standard, e.g. a coded body part, Rescale Type HU. Only for attributes that identify
 * nobody: what was found instead is told.
 */
export const attributeValues = headerCheck<z.infer<typeof parameters>>({
  id: 'attribute-values',
  version: 1,
  tier: 1,
  parameters,
  reads: ({ path }) => placesOf(path),
  faults: (dataset, { path, name, oneOf, mayBeAbsent }) => {
    const values = valuesOf(dataset, path)
    const attribute = attributeName(path, name)
    if (values.length === 0) return mayBeAbsent ? [] : [{ code: 'attribute-missing' as const, attribute }]
    return values
      .filter((value) => !oneOf.includes(value))
      .map((value) => ({
        code: 'value-unexpected' as const,
        attribute,
        measured: { value: value.slice(0, 64), unit: '' },
        expected: { oneOf, unit: '' },
      }))
  },
})
