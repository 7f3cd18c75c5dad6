import { confidentialityOptions, type DeidentificationOptions } from '@assay/contracts'
import { annexEdition } from './annex-e.ts'
import { elementBytes, elementHeader, type Writing } from './write-elements.ts'

/** Context group 7050 of PS3.16. */
const basicProfile = { code: '113100', meaning: 'Basic Application Confidentiality Profile' }

function codeItem({ code, meaning }: { code: string; meaning: string }, writing: Writing): Buffer {
  const element = (tag: string, vr: string, value: string) => elementBytes(tag, vr, Buffer.from(value), writing)
  const content = Buffer.concat([
    element('00080100', 'SH', code),
    element('00080102', 'SH', 'DCM'),
    element('00080104', 'LO', meaning),
  ])
  return Buffer.concat([elementHeader('FFFEE000', undefined, content.length, writing), content])
}

/**
 * What says in the file what was done: Patient Identity Removed (0012,0062), De-identification Method (0012,0063) and its codes (0012,0064),
 * and Longitudinal Temporal Information Modified (0028,0303). Source: DICOM PS3.15 E.1.1, E.3.6.
 */
export function methodElements(
  { id, version, options }: DeidentificationOptions,
  writing: Writing,
): ReadonlyMap<string, { readonly vr: string; readonly value: Buffer }> {
  const codes = [basicProfile, ...options.map((option) => confidentialityOptions[option])]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((code) => codeItem(code, writing))
  const temporal = options.includes('fullDates')
    ? 'UNMODIFIED'
    : options.includes('modifiedDates')
      ? 'MODIFIED'
      : 'REMOVED'
  const method = [`DICOM PS3.15 Annex E ${annexEdition}`, `Assay ${id} ${version}`.slice(0, 64)].join('\\')
  return new Map([
    ['00120062', { vr: 'CS', value: Buffer.from('YES') }],
    ['00120063', { vr: 'LO', value: Buffer.from(method) }],
    ['00120064', { vr: 'SQ', value: Buffer.concat(codes) }],
    ['00280303', { vr: 'CS', value: Buffer.from(temporal) }],
  ])
}
