import { crc32 } from 'node:zlib'
import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'

const parameters = z.strictObject({})

/** No two slices hold the same pixels: a doubled slice under another identifier. Slices of one value are passed over. */
export const slicesAlike = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'slices-alike',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume: { values, size } }, _, series) => {
    const [nx, ny, nz] = size
    const seen = new Map<number, number[]>()
    const findings: Finding[] = []
    for (let z = 0; z < nz; z += 1) {
      const slice = values.subarray(z * nx * ny, (z + 1) * nx * ny)
      const hash = crc32(new Uint8Array(slice.buffer, slice.byteOffset, slice.byteLength))
      const alike = (seen.get(hash) ?? []).find((other) =>
        isEqual(slice, values.subarray(other * nx * ny, (other + 1) * nx * ny)),
      )
      if (alike === undefined) seen.set(hash, [...(seen.get(hash) ?? []), z])
      else if (slice.some((value) => value !== slice[0]))
        findings.push({
          code: 'slices-alike',
          parameters: { other: alike + 1, slice: z + 1 },
          where: { series: series.id, region: { from: [0, 0, z], to: [nx - 1, ny - 1, z] } },
        })
    }
    return { findings }
  },
})

function isEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false
  return true
}
