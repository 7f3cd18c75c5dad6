import { decodeText } from '../dicom/character-sets.ts'
import type { Dataset, Element } from '../dicom/dataset.ts'
import { encodeText } from './encode-text.ts'

/** Representations whose text is in the data set's character set. Source: DICOM PS3.5 6.1.2.3. */
const inCharacterSet = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'])
const singleValued = new Set(['LT', 'ST', 'UT', 'UR'])

/**
 * The element's value with each of its texts changed; undefined where nothing changes. A changed text that can't be written in the data set's
 * character set becomes empty.
 */
export function changedTexts(
  dataset: Dataset,
  element: Element,
  change: (value: string) => string,
): Buffer | undefined {
  const { vr, offset, length } = element
  const isExtended = inCharacterSet.has(vr)
  const bytes = dataset.bytes.subarray(offset, offset + length)
  const whole = (isExtended ? decodeText(bytes, dataset.characterSets) : Buffer.from(bytes).toString('latin1')).replace(
    /[\0 ]+$/,
    '',
  )
  const values = singleValued.has(vr) ? [whole] : whole.split('\\')
  const changed = values.map((value) => change(value))
  if (changed.every((value, i) => value === values[i])) return undefined
  const written = changed.map((value) => {
    const encoded = encodeText(value, isExtended ? dataset.characterSets : [])
    return encoded ?? Buffer.alloc(0)
  })
  const separated = written.flatMap((value, i) => (i === 0 ? [value] : [backslash, value]))
  return Buffer.concat(separated)
}

const backslash = Buffer.from('\\')
