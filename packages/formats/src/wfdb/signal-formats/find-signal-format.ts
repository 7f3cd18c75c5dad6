import { format16 } from './format-16.ts'
import { format212 } from './format-212.ts'
import type { SignalFormat } from './signal-format.ts'

const formats: readonly SignalFormat[] = [format16, format212]

/** The format of a number in a header, or undefined where it is not read yet. */
export function findSignalFormat(number: number): SignalFormat | undefined {
  return formats.find((format) => format.number === number)
}
