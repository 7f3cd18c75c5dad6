import { type Dataset, type Element, vrOfTag } from '@assay/formats'
import { z } from 'zod'
import { attributeName, datasetsWithin } from '../subject/attributes.ts'
import { type HeaderFault, headerCheck } from '../subject/header-check.ts'

const parameters = z.strictObject({})

/**
 * Every value is written as its representation wants it, and every standard attribute has the representation of the dictionary. A
 * finding names attribute and representation, never the value.
 * Source: DICOM PS3.5 6.2 (value representations), PS3.6 (dictionary).
 */
export const validValues = headerCheck<z.infer<typeof parameters>>({
  id: 'valid-values',
  version: 1,
  tier: 1,
  parameters,
  elementFaults: (dataset, element) => [
    ...faultsOf(dataset, element),
    ...[...datasetsWithin(element)].flatMap((one) => [...one.elements.values()].flatMap((each) => faultsOf(one, each))),
  ],
})

function faultsOf(dataset: Dataset, element: Element): HeaderFault[] {
  return [...representationFault(element), ...valueFault(dataset, element)]
}

const interchangeable: readonly (readonly string[])[] = [
  ['OB', 'OW'],
  ['US', 'SS', 'XS', 'OW'],
]

function representationFault({ tag, vr }: Element) {
  const expected = vrOfTag(tag)
  const isPrivate = Number.parseInt(tag.slice(3, 4), 16) % 2 === 1
  const isAlike = interchangeable.some((group) => group.includes(vr) && group.includes(expected))
  if (isPrivate || vr === expected || expected === 'UN' || isAlike) return []
  const measured = { value: vr, unit: '' }
  return [
    {
      code: 'representation-odd' as const,
      attribute: attributeName(tag),
      measured,
      expected: { oneOf: [expected], unit: '' },
    },
  ]
}

interface Form {
  /** Of one value, without padding. */
  readonly pattern?: RegExp
  /** Characters of one value. */
  readonly most?: number
  /** Bytes of one value. */
  readonly size?: number
}

/** Source: DICOM PS3.5 table 6.2-1. */
const forms: Readonly<Record<string, Form>> = {
  AE: { most: 16 },
  AS: { pattern: /^\d{3}[DWMY]$/ },
  CS: { pattern: /^[A-Z0-9 _]{0,16}$/ },
  DA: { pattern: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/ },
  DS: { pattern: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/, most: 16 },
  DT: { pattern: /^\d{4}(\d\d){0,5}(\.\d{1,6})?([+-]\d{4})?$/ },
  IS: { pattern: /^[+-]?\d{1,11}$/ },
  TM: { pattern: /^([01]\d|2[0-3])([0-5]\d([0-5]\d|60)?(\.\d{1,6})?)?$/ },
  UI: { pattern: /^(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/, most: 64 },
  US: { size: 2 },
  SS: { size: 2 },
  UL: { size: 4 },
  SL: { size: 4 },
  FL: { size: 4 },
  FD: { size: 8 },
}

function valueFault(dataset: Dataset, element: Element) {
  const { tag, vr, length } = element
  const form = forms[vr]
  if (!form || length === 0) return []
  const isWell = form.size
    ? length % form.size === 0
    : textValues(dataset, element).every((value) => isWritten(value, form))
  return isWell
    ? []
    : [{ code: 'value-malformed' as const, attribute: attributeName(tag), measured: { value: vr, unit: '' } }]
}

function textValues({ bytes }: Dataset, { offset, length }: Element): string[] {
  const text = Buffer.from(bytes.subarray(offset, offset + length)).toString('latin1')
  return text.split('\\').map((value) => value.replace(/^ +|[ \0]+$/g, ''))
}

function isWritten(value: string, { pattern, most = 64 }: Form): boolean {
  return value === '' || (value.length <= most && (pattern?.test(value) ?? true))
}
