import type { Waveform } from '@assay/formats'
import { physicalSignal } from './physical-signal.ts'

/** A lead's signal by its name, however it is written: `Lead II`, `II`, `MLII` stands for no `II`. Undefined where it is missing. */
export function findLead({ channels }: Waveform, name: string): Float64Array | undefined {
  const wanted = name.toLowerCase()
  const channel = channels.find((one) => leadName(one.name) === wanted)
  return channel && physicalSignal(channel)
}

function leadName(name: string): string {
  return name
    .replace(/\(.*\)/, '')
    .replace(/^lead\b|_/i, '')
    .trim()
    .toLowerCase()
}

/** Root of the mean square over the samples that are there, after the mean is taken away. */
export function rootMeanSquare(signal: Float64Array): number {
  let [count, sum, squares] = [0, 0, 0]
  for (const value of signal) {
    if (Number.isNaN(value)) continue
    count += 1
    sum += value
    squares += value * value
  }
  return count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}

/** Pearson's correlation over the samples that both have; 0 where one does not move. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i]!, b[i]!]
    if (Number.isNaN(x) || Number.isNaN(y)) continue
    n += 1
    sa += x
    sb += y
    saa += x * x
    sbb += y * y
    sab += x * y
  }
  const spread = Math.sqrt((n * saa - sa * sa) * (n * sbb - sb * sb))
  return spread > 0 ? (n * sab - sa * sb) / spread : 0
}
