import { AssayError } from '@assay/contracts'
import { type Annotation, mnemonicOf } from './annotation.ts'

const skip = 59
const num = 60
const sub = 61
const chn = 62
const aux = 63

/** What a word of an annotation file says: its code, and what comes with it. */
interface Item {
  number: number
  interval: number
  /** Text of an AUX word. */
  text: string
}

/**
 * Reads an annotation file in the MIT format.
 * @param file its name, for errors
 * @throws AssayError annotations-unreadable (`where`, `what`)
 * Source: annot(5) of the WFDB Applications Guide.
 */
export function readAnnotations(bytes: Uint8Array, file: string): Annotation[] {
  const unreadable = (what: string) => new AssayError('annotations-unreadable', { where: file, what })
  const annotations: Annotation[] = []
  let sample = 0
  let channel = 0
  for (const item of itemsOf(bytes, unreadable)) {
    const last = annotations.at(-1)
    if (item.number === skip) sample += item.interval
    else if (item.number === chn) channel = item.interval & 0xff
    if (item.number >= skip) {
      if (last) amend(last, item)
      continue
    }
    sample += item.interval
    if (sample < (last?.sample ?? 0)) throw unreadable(`annotation ${annotations.length + 1} is out of order`)
    annotations.push({ sample, code: mnemonicOf(item.number), subtype: 0, channel, aux: '' })
  }
  return annotations
}

/** What the words after an annotation say of it. */
function amend(annotation: Annotation, { number, interval, text }: Item): void {
  if (number === sub) annotation.subtype = (interval << 24) >> 24
  if (number === chn) annotation.channel = interval & 0xff
  if (number === aux) annotation.aux = text
}

/** The words of an annotation file, up to its end mark. */
function* itemsOf(bytes: Uint8Array, unreadable: (what: string) => Error): Generator<Item> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + 2 <= bytes.length) {
    const word = view.getUint16(at, true)
    at += 2
    if (word === 0) return
    const number = word >> 10
    const interval = word & 0x3ff
    const length = lengthAfter(number, interval)
    if (at + length > bytes.length) break
    if (number === skip)
      yield { number, interval: (view.getInt16(at, true) << 16) | view.getUint16(at + 2, true), text: '' }
    else if (number === aux) yield { number, interval, text: textOf(bytes.subarray(at, at + interval)) }
    else if (number !== num) yield { number, interval, text: '' }
    at += length
  }
  throw unreadable('the file ends before its end mark')
}

/** Bytes that follow a word. */
function lengthAfter(number: number, interval: number): number {
  if (number === skip) return 4
  return number === aux ? interval + (interval & 1) : 0
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replace(/\0+$/, '')
}
