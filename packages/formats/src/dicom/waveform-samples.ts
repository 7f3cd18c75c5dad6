import { AssayError } from '@assay/contracts'
import type { Dataset } from './dataset.ts'
import { number, text } from './values.ts'

/** How samples of a waveform are stored. */
export interface SampleKind {
  readonly bytes: number
  read(view: DataView, at: number): number
  /** The linear value of a stored one. */
  linear(value: number): number
}

const same = (value: number) => value

/** A linear 14-bit value, times four, of a byte of µ-law. Source: ITU-T G.711, table 2a. */
function fromMuLaw(byte: number): number {
  const code = ~byte & 0xff
  const size = (((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4)
  return code & 0x80 ? 0x84 - size : size - 0x84
}

/** A linear 13-bit value, times eight, of a byte of A-law. Source: ITU-T G.711, table 1a. */
function fromALaw(byte: number): number {
  const code = byte ^ 0x55
  const segment = (code & 0x70) >> 4
  const low = (code & 0x0f) << 4
  const size = segment === 0 ? low + 8 : (low + 0x108) << (segment - 1)
  return code & 0x80 ? size : -size
}

/**
 * How the samples of a multiplex group are stored.
 * @throws AssayError dicom-unsupported
 * Source: DICOM PS3.3 C.10.9.1.5.
 */
export function sampleKindOf(group: Dataset): SampleKind {
  const little = !group.isBigEndian
  const [interpretation, bits] = [text(group, '54001006') ?? '', number(group, '54001004') ?? 0]
  const kinds: Readonly<Record<string, SampleKind & { readonly bits: number }>> = {
    SB: { bits: 8, bytes: 1, read: (view, at) => view.getInt8(at), linear: same },
    UB: { bits: 8, bytes: 1, read: (view, at) => view.getUint8(at), linear: same },
    MB: { bits: 8, bytes: 1, read: (view, at) => view.getUint8(at), linear: fromMuLaw },
    AB: { bits: 8, bytes: 1, read: (view, at) => view.getUint8(at), linear: fromALaw },
    SS: { bits: 16, bytes: 2, read: (view, at) => view.getInt16(at, little), linear: same },
    US: { bits: 16, bytes: 2, read: (view, at) => view.getUint16(at, little), linear: same },
    SL: { bits: 32, bytes: 4, read: (view, at) => view.getInt32(at, little), linear: same },
  }
  const kind = kinds[interpretation]
  if (kind?.bits === bits) return kind
  const what = `samples of ${bits} bits as ${interpretation.slice(0, 10) || 'nothing'}`
  throw new AssayError('dicom-unsupported', { where: group.where, what })
}
