import { z } from 'zod'
import { valuesOf } from '../subject/attribute-values.ts'
import { attributeName, attributePath, placesOf } from '../subject/attributes.ts'
import { type HeaderFault, headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({
  path: attributePath,
  name: z.string().max(40),
  least: z.number().optional(),
  most: z.number().optional(),
  /** In UCUM. */
  unit: z.string().max(16),
  /** Whether a file without the attribute is passed over. */
  mayBeAbsent: z.boolean().default(false),
})

/**
 * A number of the protocol lies in the range of a product or study: kVp (0018,0060), exposure (0018,1152), echo time (0018,0081) …
 * The limits belong to the rule, not to the field.
 */
export const acquisitionRange = headerCheck<z.infer<typeof parameters>>({
  id: 'acquisition-range',
  version: 2,
  tier: 2,
  parameters,
  measure: (dataset, { path, name, unit }) => {
    const [value] = valuesOf(dataset, path).map(Number)
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    return value === undefined || Number.isNaN(value) ? undefined : { name: slug, value, unit }
  },
  reads: ({ path }) => placesOf(path),
  faults: (dataset, { path, name, least = -Infinity, most = Infinity, unit, mayBeAbsent }) => {
    const values = valuesOf(dataset, path)
    const attribute = attributeName(path, name)
    if (values.length === 0) return mayBeAbsent ? [] : [{ code: 'acquisition-unknown' as const, attribute }]
    const limits = { ...(least === -Infinity ? {} : { least }), ...(most === Infinity ? {} : { most }), unit }
    return values.map(Number).flatMap((value): HeaderFault[] => {
      if (Number.isNaN(value)) return [{ code: 'acquisition-unknown' as const, attribute }]
      const isWithin = value >= least && value <= most
      return isWithin
        ? []
        : [{ code: 'acquisition-out-of-range' as const, attribute, measured: { value, unit }, expected: limits }]
    })
  },
})
