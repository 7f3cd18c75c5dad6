import { AssayError } from '@assay/contracts'
import { readHeader } from './header.ts'

/** Names of the files that a WFDB header refers to, each once; none have paths. */
export interface HeaderReferences {
  /** Signal files. */
  signals: string[]
  /** Headers of segments. */
  segments: string[]
}

/**
 * What a header refers to, so that a record's files can be found; undefined for one that can not be read.
 * @param bytes of the header
 */
export function headerReferences(bytes: Uint8Array): HeaderReferences | undefined {
  try {
    const { signals, segments } = readHeader(Buffer.from(bytes).toString('latin1'), '')
    const named = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== '~')
    return {
      signals: named(signals.map(({ fileName }) => fileName)),
      segments: named(segments.map(({ name }) => name)).map((name) => `${name}.hea`),
    }
  } catch (error) {
    if (error instanceof AssayError) return undefined
    throw error
  }
}

/**
 * Sampling frequency (Hz) and length (samples a signal; undefined where the header leaves it open) of a record.
 * @param file name of the header, for errors
 * @throws AssayError as `readHeader`
 */
export function headerExtent(
  bytes: Uint8Array,
  file: string,
): { samplingFrequency: number; samples: number | undefined } {
  const { samplingFrequency, samples } = readHeader(Buffer.from(bytes).toString('latin1'), file)
  return { samplingFrequency, samples }
}
