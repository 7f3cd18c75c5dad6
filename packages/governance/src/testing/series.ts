import type { Volume, Waveform } from '@assay/formats'
import { heldHeaders } from '../subject/held-headers.ts'
import type { Form, SeriesSubject } from '../subject/study.ts'

/** A series around a form, as tests want it. */
export function seriesOf(
  form: Form | undefined,
  {
    instances = [{ file: 'a' }],
    ...given
  }: Partial<SeriesSubject> & { instances?: Parameters<typeof heldHeaders>[0] } = {},
): SeriesSubject {
  return {
    id: '1.2.3',
    modality: 'CT',
    sopClass: undefined,
    imageType: [],
    ...heldHeaders(instances),
    form: async () => form,
    ...given,
  }
}

/** A volume whose voxels a function gives. */
export function volumeOf(
  size: readonly [number, number, number],
  value: (x: number, y: number, z: number) => number,
  spacing: readonly [number, number, number] = [1, 1, 1],
): Volume {
  const [nx, ny, nz] = size
  const values = new Int16Array(nx * ny * nz)
  let at = 0
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) for (let x = 0; x < nx; x += 1, at += 1) values[at] = Math.round(value(x, y, z))
  const [sx, sy, sz] = spacing
  const affine = [
    [-sx, 0, 0, 0],
    [0, -sy, 0, 0],
    [0, 0, sz, 0],
  ] as const
  return { size, spacing, affine, values }
}

/** A waveform of channels whose values, in `units`, a function of seconds gives; 200 ADC units a unit. */
export function waveformOf(
  channels: Record<string, (seconds: number) => number>,
  { seconds = 10, samplingFrequency = 500, units = 'mV' } = {},
): Waveform {
  const length = seconds * samplingFrequency
  return {
    samplingFrequency,
    length,
    comments: [],
    channels: Object.entries(channels).map(([name, value]) => ({
      name,
      units,
      gain: 200,
      baseline: 0,
      samples: Int32Array.from({ length }, (_, i) => Math.round(200 * value(i / samplingFrequency))),
    })),
  }
}

/** Normal deviates from a seed: mulberry32 and Box–Muller. */
export function normalDeviates(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}
