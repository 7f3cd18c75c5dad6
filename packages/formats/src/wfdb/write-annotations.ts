import { type Annotation, numberOf } from './annotation.ts'

/**
 * Writes an annotation file in the MIT format.
 * @param annotations in order of their samples; codes that annotation files have
 * @throws RangeError for a code that they don't have, or annotations out of order
 */
export function writeAnnotations(annotations: readonly Annotation[]): Uint8Array {
  const words: number[] = []
  let sample = 0
  let channel = 0
  for (const annotation of annotations) {
    const number = numberOf(annotation.code)
    if (number === undefined) throw new RangeError(`no annotation code ${annotation.code}`)
    const interval = annotation.sample - sample
    if (interval < 0) throw new RangeError(`annotations out of order at sample ${annotation.sample}`)
    if (interval > 0x3ff) words.push(59 << 10, (interval >> 16) & 0xffff, interval & 0xffff, number << 10)
    else words.push((number << 10) | interval)
    if (annotation.subtype !== 0) words.push((61 << 10) | (annotation.subtype & 0xff))
    if (annotation.channel !== channel) words.push((62 << 10) | (annotation.channel & 0xff))
    words.push(...auxWords(annotation.aux))
    sample = annotation.sample
    channel = annotation.channel
  }
  words.push(0)
  return new Uint8Array(Uint16Array.from(words).buffer)
}

function auxWords(text: string): number[] {
  if (text === '') return []
  const bytes = Buffer.from(text, 'latin1').subarray(0, 0x3ff)
  const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length & 1)])
  return [(63 << 10) | bytes.length, ...Array.from({ length: padded.length / 2 }, (_, i) => padded.readUInt16LE(2 * i))]
}
