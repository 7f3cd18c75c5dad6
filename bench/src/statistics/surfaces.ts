import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareLabel, type LabelVolume, labelVolume, overlapCounter, overlapMeasures } from '@assay/statistics/overlap'
import { type Measured, secondsOf } from '../measured.ts'
import { runPeer } from '../peer.ts'

const size = [512, 512, 300] as const
const spacing = [0.8, 0.8, 1] as const

/** Surface distances in a whole CT beside scipy's transforms over the same volume; Dice of ten thousand cases, and what memory it takes. */
export function measureSurfaces(): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-surfaces-'))
  try {
    return {
      ...beside(folder, 'an organ the size of a liver', [140, 120, 80]),
      ...beside(folder, 'a body', [230, 180, 148]),
      ...measureManyCases(),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An ellipsoid with waves on it, by half axes in voxels. */
function drawBody(halves: readonly [number, number, number], shift: number, wave: number): Uint8Array {
  const labels = new Uint8Array(size[0] * size[1] * size[2])
  const middle = size.map((count) => count / 2) as [number, number, number]
  let at = 0
  for (let z = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1) {
      const rest = ((y - middle[1]) / halves[1]) ** 2 + ((z - middle[2]) / halves[2]) ** 2
      const edge = 1 + 0.05 * Math.sin(y / wave) * Math.sin(z / wave)
      for (let x = 0; x < size[0]; x += 1, at += 1)
        labels[at] = ((x - middle[0] - shift) / halves[0]) ** 2 + rest <= edge ? 1 : 0
    }
  return labels
}

function beside(folder: string, name: string, halves: [number, number, number]): Measured {
  const masks = [drawBody(halves, 0, 9), drawBody(halves, 3, 11)] as const
  const [reference, result] = masks.map((labels) => labelVolume(labels, size, spacing)) as [LabelVolume, LabelVolume]
  const compare = () =>
    compareLabel(reference, result, 1, { surface: 'voxel', tolerance: 1, empty: 'undefined' as const })
  const ours = secondsOf(() => void compare(), 3)
  const { hausdorff95, averageSymmetric, surfaceDice } = compare()
  const files = masks.map((labels, index) => {
    const file = join(folder, `${index}`)
    writeFileSync(file, labels)
    return file
  })
  const peer = runPeer<{ seconds: number; transforms: number; result: number[] }>('/usr/bin/python3', [
    ...(['surfaces-scipy.py', ...files] as [string, ...string[]]),
    ...[...size, ...spacing].map(String),
  ])
  const title = `Dice, HD95, ASSD and NSD of ${name} in 512 × 512 × 300`
  const difference = [hausdorff95, averageSymmetric, surfaceDice].map((value, i) =>
    Math.abs((value ?? Number.NaN) / (peer?.result[i] ?? Number.NaN) - 1),
  )
  return {
    [`${title} (s)`]: ours,
    ...(peer
      ? {
          [`${title}, scipy’s transforms of the whole volume (s)`]: peer.transforms,
          [`${title}, times faster than scipy’s transforms alone (aim 10)`]: peer.transforms / ours,
          [`${title}, beside scipy’s (relative difference, the largest)`]: Math.max(...difference),
        }
      : {}),
  }
}

/** Ten thousand pairs of 256 × 256 × 30, one after the other; each case’s voxels are new. */
function measureManyCases(): Measured {
  const voxels = 256 * 256 * 30
  const cases = 10_000
  const [reference, result] = [new Uint8Array(voxels), new Uint8Array(voxels)]
  const residentAfter: number[] = []
  let total = 0
  const started = performance.now()
  for (let one = 0; one < cases; one += 1) {
    const [from, length] = [(one * 7919) % (voxels / 2), 20_000 + ((one * 31) % 40_000)]
    reference.fill(0).fill(1, from, from + length)
    result.fill(0).fill(1, from + 997, from + length + 499)
    const counter = overlapCounter()
    counter.add(reference, result)
    total += overlapMeasures(counter.counts().get(1)!, 'undefined').dice!
    if (one === 999 || one === cases - 1) residentAfter.push(process.memoryUsage.rss())
  }
  return {
    'Dice of 10^4 cases of 256 × 256 × 30 (s)': (performance.now() - started) / 1000,
    'Dice of 10^4 cases, their mean': total / cases,
    'Dice of 10^4 cases, memory after the last over that after the thousandth': residentAfter[1]! / residentAfter[0]!,
  }
}
