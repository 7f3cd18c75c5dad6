import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Draws, drawsOf } from '@assay/statistics'
import { type ClassScores, pairedAreaDifference, rocArea } from '@assay/statistics/roc'
import { type Measured, secondsOf } from '../measured.ts'
import { runPeer } from '../peer.ts'

/** Areas with DeLong's variance beside pROC and scikit-learn, which has the area alone; paired tests beside pROC; growth with cases. */
export function measureRoc(): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-roc-'))
  try {
    return { ...measureAreas(folder), ...measurePairs(folder), ...measureGrowth() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A third of the cases diseased; scores are normal, a standard deviation apart, without ties. */
function drawScores(cases: number, stream: number): ClassScores {
  const draws: Draws = drawsOf(1, stream)
  const diseased = Math.round(cases / 3)
  return {
    diseased: Float64Array.from({ length: diseased }, () => 1 + draws.normal()),
    healthy: Float64Array.from({ length: cases - diseased }, () => draws.normal()),
  }
}

function measureAreas(folder: string): Measured {
  const cases = 1_000_000
  const scores = drawScores(cases, 1)
  const area = rocArea(scores)
  const ours = secondsOf(() => void rocArea(scores), 5)
  const name = 'area with DeLong’s variance, 10^6 cases'
  const file = writeScores(folder, 'first', scores)
  const inR = runPeer('Rscript', ['areas-proc.R', 'area', `${cases}`, `${scores.diseased.length}`, file])
  const inPython = runPeer('/usr/bin/python3', ['areas-sklearn.py', file, `${scores.diseased.length}`])
  return {
    [`${name} (s)`]: ours,
    ...(inR
      ? { [`${name}, pROC (s)`]: inR.seconds, [`${name}, times faster than pROC (aim 10)`]: inR.seconds / ours }
      : {}),
    ...(inR?.result && area.status === 'estimated'
      ? {
          [`${name}, area beside pROC’s (relative difference)`]: Math.abs(inR.result[0]! / area.estimate - 1),
          [`${name}, variance beside pROC’s (relative difference)`]: Math.abs(inR.result[1]! / area.variance! - 1),
        }
      : {}),
    ...(inPython
      ? {
          'area alone, 10^6 cases, scikit-learn (s)': inPython.seconds,
          [`${name}, times faster than scikit-learn’s area alone (aim 3)`]: inPython.seconds / ours,
        }
      : {}),
  }
}

function measurePairs(folder: string): Measured {
  const cases = 100_000
  const [first, second] = [drawScores(cases, 2), drawScores(cases, 3)]
  const ours = secondsOf(() => void pairedAreaDifference(first, second), 5)
  const name = 'paired test of two areas, 10^5 cases'
  const files = [writeScores(folder, 'first', first), writeScores(folder, 'second', second)]
  const peer = (what: string) =>
    runPeer('Rscript', ['areas-proc.R', what, `${cases}`, `${first.diseased.length}`, ...files])
  const [fromScores, fromCurves] = [peer('paired'), peer('paired-of-curves')]
  return {
    [`${name} (s)`]: ours,
    ...(fromScores && fromCurves
      ? {
          [`${name}, pROC (s)`]: fromScores.seconds,
          [`${name}, pROC, curves made before (s)`]: fromCurves.seconds,
          [`${name}, times faster than pROC (aim 3)`]: fromScores.seconds / ours,
          [`${name}, times faster than pROC with curves made before`]: fromCurves.seconds / ours,
        }
      : {}),
  }
}

function measureGrowth(): Measured {
  return Object.fromEntries(
    [4, 5, 6, 7].map((digits) => {
      const scores = drawScores(10 ** digits, 4)
      return [`area with DeLong’s variance, 10^${digits} cases (s)`, secondsOf(() => void rocArea(scores))]
    }),
  )
}

function writeScores(folder: string, name: string, { diseased, healthy }: ClassScores): string {
  const file = join(folder, name)
  writeFileSync(file, Buffer.concat([Buffer.from(diseased.buffer), Buffer.from(healthy.buffer)]))
  return file
}
