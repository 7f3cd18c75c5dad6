import type { Cine } from '@assay/formats'
import { normalDeviates, seriesOf } from './series.ts'

const [nx, ny] = [48, 40]

/** A ventricle that beats, in noise of 8; frames whose picture is taken from the one before. */
export function beating({ frames = 25, copied = [] as number[], noise = 8, interval = 40 } = {}): Cine {
  const normal = normalDeviates(4)
  const values = new Int16Array(nx * ny * frames)
  for (let frame = 0; frame < frames; frame += 1) {
    const radius = 12 + 3 * Math.cos((2 * Math.PI * frame) / frames)
    for (let at = 0; at < nx * ny; at += 1) {
      const isBlood = Math.hypot((at % nx) - 24, Math.floor(at / nx) - 20) < radius
      const own = Math.round((isBlood ? 300 : 80) + noise * normal())
      values[frame * nx * ny + at] = copied.includes(frame + 1) ? values[(frame - 1) * nx * ny + at]! : own
    }
  }
  const frameTimes = Array.from({ length: frames }, (_, i) => i * interval)
  return { size: [nx, ny, 1, frames], spacing: undefined, affine: undefined, frameTimes, values }
}

/** A series of magnetic resonance around a cine. */
export const cineSeries = (cine: Cine) => seriesOf({ kind: 'cine', cine }, { modality: 'MR' })
