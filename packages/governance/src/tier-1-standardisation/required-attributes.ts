import type { Dataset } from '@assay/formats'
import { z } from 'zod'
import { attributeName, attributePath, type Holder, holdersOf, placesOf, tagOf } from '../subject/attributes.ts'
import { type HeaderFault, headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({
  attributes: z
    .array(
      z.strictObject({
        path: attributePath,
        name: z.string().max(40),
        /** 1: there, with a value; 2: there, may be empty. */
        type: z.literal([1, 2]),
        /** Value Multiplicity: how many values it has where it has any. */
        values: z.strictObject({ least: z.number().int().min(1), most: z.number().int().min(1) }).optional(),
      }),
    )
    .min(1),
})
type Required = z.infer<typeof parameters>['attributes'][number]

/**
 * Attributes that the object's definition requires, at the top or in its functional groups, with as many values as they have.
 * Source: DICOM PS3.3 (types 1 and 2: 7.4 of PS3.5), PS3.6 (value multiplicity).
 */
export const requiredAttributes = headerCheck<z.infer<typeof parameters>>({
  id: 'required-attributes',
  version: 1,
  tier: 1,
  parameters,
  reads: ({ attributes }) => attributes.flatMap(({ path }) => placesOf(path)),
  faults: (dataset, { attributes }) => attributes.flatMap((one) => faultsOf(dataset, one)),
})

function faultsOf(dataset: Dataset, required: Required): HeaderFault[] {
  const { path, name } = required
  const about = { attribute: attributeName(path, name) }
  const holders = holdersOf(dataset, path)
  if (holders.length === 0) return [{ ...about, code: 'attribute-missing' }]
  return holders.flatMap((holder) => holderFault(holder, required, about)).slice(0, 1)
}

function holderFault(
  { dataset, frame }: Holder,
  { path, type, values }: Required,
  about: { attribute: string },
): HeaderFault[] {
  const at = { ...about, ...(frame ? { frame } : {}) }
  const element = dataset.elements.get(tagOf(path))
  if (!element) return [{ ...at, code: 'attribute-missing' }]
  const isEmpty = element.length === 0 && (element.items?.length ?? 0) === 0
  if (isEmpty) return type === 1 ? [{ ...at, code: 'attribute-empty' }] : []
  if (!values) return []
  const count = multiplicity(dataset, tagOf(path))
  if (count >= values.least && count <= values.most) return []
  return [
    { ...at, code: 'attribute-multiplicity', measured: { value: count, unit: '' }, expected: { ...values, unit: '' } },
  ]
}

const bytesOfNumber: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, AT: 4 }

function multiplicity(dataset: Dataset, tag: string): number {
  const { vr, length, offset } = dataset.elements.get(tag)!
  const bytes = bytesOfNumber[vr]
  if (bytes) return length / bytes
  return dataset.bytes.subarray(offset, offset + length).filter((byte) => byte === 0x5c).length + 1
}
