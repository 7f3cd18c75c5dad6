import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { examineStudy, heldHeaders, readRuleSets, type SeriesSubject } from '@assay/governance'
import { drawsOf } from '@assay/statistics'
import type { Measured } from '../measured.ts'
import { runPeer } from '../peer.ts'

const size = [512, 512, 300] as const
const spacing = [0.8, 0.8, 1] as const

/** All rules of tier 2 that measure pixels of a CT of 512 × 512 × 300, of the lungs and of the coronaries, beside the same measures by numpy and scipy. */
export async function measureTierTwo(): Promise<Measured> {
  const values = drawChest()
  const { seconds: ours, found } = await fastestOfThree(values, 'lung-ct')
  const coronary = await fastestOfThree(values, 'coronary-cta')
  // One tissue, contrast sought in every slice: the most discs that have to be looked at.
  const fullest = await fastestOfThree(
    drawChest(() => 45),
    'coronary-cta',
    [0.7, 0.7, 5],
  )
  const peer = runScipy(values)
  const title = 'tier 2 of a lung CT of 512 × 512 × 300, from its pixels'
  return {
    [`${title} (s; aim 2)`]: ours,
    [`${title.replace('lung CT', 'coronary CTA')} (s; aim 2)`]: coronary.seconds,
    [`${title.replace('lung CT', 'coronary CTA')}, all of it tissue, slices 5 mm apart (s; aim 2)`]: fullest.seconds,
    ...(peer
      ? {
          [`${title}, numpy and scipy (s)`]: peer.seconds,
          [`${title}, times faster than numpy and scipy`]: peer.seconds / ours,
          [`${title}, noise beside numpy’s (HU, difference)`]: found.noise! - peer.noise,
          [`${title}, air beside numpy’s (HU, difference)`]: found.air! - peer.air,
          [`${title}, step beside numpy’s (mm, difference)`]: found.step! - peer.step,
        }
      : {}),
  }
}

async function fastestOfThree(values: Int16Array, category: string, distances: Spacing = spacing) {
  const seconds: number[] = []
  let found: Record<string, number> = {}
  for (let run = 0; run < 3; run += 1) {
    const started = performance.now()
    const study = studyOf(values, category, distances)
    const { outcomes } = await examineStudy({ ...study, issuedAt: '2026-01-01T00:00:00.000Z' })
    seconds.push((performance.now() - started) / 1000)
    found = Object.fromEntries(
      outcomes.flatMap(({ measurements }) => measurements.map(({ name, value }) => [name, value])),
    )
  }
  return { seconds: Math.min(...seconds), found }
}

type Spacing = readonly [number, number, number]

function studyOf(values: Int16Array, category: string, [sx, sy, sz]: Spacing) {
  const affine = [
    [-sx, 0, 0, 0],
    [0, -sy, 0, 0],
    [0, 0, sz, 0],
  ] as const
  const series: SeriesSubject = {
    id: '1.2.3',
    modality: 'CT',
    sopClass: undefined,
    imageType: [],
    ...heldHeaders([{ file: 'volume' }]),
    form: async () => ({ kind: 'volume', volume: { size, spacing: [sx, sy, sz], affine, values } }),
  }
  const study = { id: '1.2', category, manifestHash: '0'.repeat(64), series: [series] }
  return { study, ruleSets: readRuleSets().filter(({ tier }) => tier === 2) }
}

/** A chest in air: soft tissue, two lungs, a spine, an aorta, and noise of 20 HU from a table of draws. */
function drawChest(shade = tissueAt): Int16Array {
  const draws = drawsOf(1, 0)
  const noise = Int16Array.from({ length: 2 ** 16 }, () => Math.round(20 * draws.normal()))
  const values = new Int16Array(size[0] * size[1] * size[2])
  let at = 0
  for (let z = 0; z < size[2]; z += 1) {
    const reach = 95 * Math.sin((Math.PI * (z + 1)) / (size[2] + 1))
    for (let y = 0; y < size[1]; y += 1)
      for (let x = 0; x < size[0]; x += 1, at += 1) {
        const tissue = shade(x - 256, y - 256, reach)
        values[at] = tissue + noise[(at * 40503 + (at >> 9)) & 0xffff]!
      }
  }
  return values
}

function tissueAt(x: number, y: number, reach: number): number {
  if ((x / 210) ** 2 + (y / 150) ** 2 > 1) return -1000
  if (x * x + (y - 60) ** 2 < 400) return 180
  if (x * x + (y - 95) ** 2 < 900) return 350
  const lung = Math.min((x - 100) ** 2 + y * y, (x + 100) ** 2 + y * y)
  return lung < reach * reach ? -850 : 45
}

function runScipy(values: Int16Array) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-tier-two-'))
  try {
    const file = join(folder, 'volume')
    writeFileSync(file, values)
    return runPeer<{ seconds: number; noise: number; air: number; step: number }>('/usr/bin/python3', [
      'tier-two-scipy.py',
      file,
      ...[...size, ...spacing].map(String),
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
