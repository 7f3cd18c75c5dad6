import { format212 } from './format-212.ts'
import { format310 } from './format-310.ts'
import { format311 } from './format-311.ts'
import type { SignalFormat } from './signal-format.ts'
import { wholeBytes } from './whole-bytes.ts'

const formats: readonly SignalFormat[] = [
  { ...wholeBytes({ number: 8, bytes: 1 }), areDifferences: true },
  wholeBytes({ number: 16, bytes: 2 }),
  wholeBytes({ number: 24, bytes: 3 }),
  wholeBytes({ number: 32, bytes: 4 }),
  wholeBytes({ number: 61, bytes: 2, isBigEndian: true }),
  wholeBytes({ number: 80, bytes: 1, zero: 128 }),
  wholeBytes({ number: 160, bytes: 2, zero: 32_768 }),
  format212,
  format310,
  format311,
]

/** The format of a number in a header, or undefined where there is none such. Source: signal(5) of the WFDB Applications Guide. */
export function findSignalFormat(number: number): SignalFormat | undefined {
  return formats.find((format) => format.number === number)
}
