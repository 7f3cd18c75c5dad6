import { spawnSync } from 'node:child_process'
import { closeSync, createReadStream, createWriteStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Measured } from '../measured.ts'
import { runPeer } from '../peer.ts'

const [side, slices] = [512, 1000] as const

/** Peak memory and time of comparing two label maps of 512 × 512 × 1000 at the command line, beside nibabel, pydicom and numpy, which read them whole. */
export async function measureVolumes(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-volumes-'))
  try {
    const plain = ['truth.nii', 'found.nii'].map((name, shift) => writeMap(join(folder, name), 3 * shift))
    const packed = ['truth.nii.gz', 'found.nii.gz'].map((name) => join(folder, name))
    for (const [index, file] of packed.entries()) await pack(plain[index]!, file)
    const seg = runPeer<string[]>('/usr/bin/python3', ['make-segmentations.py', ...plain])
    return { ...beside('plain', plain), ...beside('gzip', packed), ...(seg ? besideSeg(seg) : {}) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function beside(kind: string, files: readonly string[]): Measured {
  return measure(`two int16 label maps of 512 × 512 × 1000, ${kind}`, files, 'volumes-nibabel.py', 'nibabel and numpy')
}

function besideSeg(files: readonly string[]): Measured {
  const title = 'two DICOM Segmentations of two segments, 512 × 512 × 1000'
  return measure(title, files, 'volumes-pydicom.py', 'pydicom and numpy')
}

function measure(
  title: string,
  [reference = '', result = '']: readonly string[],
  script: string,
  by: string,
): Measured {
  const { mebibytes, seconds, dice } = runAssay(reference, result)
  const peer = runPeer<{ seconds: number; mebibytes: number; result: number[] }>('/usr/bin/python3', [
    ...([script, reference, result] as const),
  ])
  return {
    [`${title}: peak memory (MiB)`]: mebibytes,
    [`${title}: all measures of two labels (s)`]: seconds,
    ...(peer
      ? {
          [`${title}: peak memory of ${by}, which read them whole (MiB)`]: peer.mebibytes,
          [`${title}: Dice alone by ${by} (s)`]: peer.seconds,
          [`${title}: peak memory over theirs`]: mebibytes / peer.mebibytes,
          [`${title}: Dice, largest difference to theirs`]: Math.max(
            ...dice.map((value, i) => Math.abs(value - peer.result[i]!)),
          ),
        }
      : {}),
  }
}

/** Runs the command in a process of its own, which says at its end what it took at most. */
function runAssay(reference: string, result: string) {
  const main = join(import.meta.dirname, '../../../apps/cli/src/main.ts')
  const said =
    'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS))'
  const started = performance.now()
  const words = ['--import', said, main, 'statistics', 'overlap', '--json', reference, result]
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  const [, kibibytes] = /peak (\d+)$/.exec(stderr) ?? []
  if (status !== 0 || kibibytes === undefined) throw new Error(stderr)
  const { cases } = JSON.parse(stdout) as { cases: { dice: number }[] }
  const seconds = (performance.now() - started) / 1000
  return { seconds, mebibytes: Number(kibibytes) / 1024, dice: cases.map(({ dice }) => dice) }
}

/** Two organs, one the size of a liver, in a NIfTI-1 file of 16-bit numbers with a spacing of 1 mm, a slice at a time. */
function writeMap(file: string, shift: number): string {
  const head = Buffer.alloc(352)
  head.writeInt32LE(348, 0)
  for (const [at, length] of [3, side, side, slices, 1, 1, 1, 1].entries()) head.writeInt16LE(length, 40 + 2 * at)
  head.writeInt16LE(4, 70)
  head.writeInt16LE(16, 72)
  for (let at = 0; at < 8; at += 1) head.writeFloatLE(1, 76 + 4 * at)
  head.writeFloatLE(352, 108)
  head.writeFloatLE(1, 112)
  head.write('n+1\0', 344, 'latin1')
  const out = openSync(file, 'w')
  writeSync(out, head)
  for (let z = 0; z < slices; z += 1) writeSync(out, new Uint8Array(drawSlice(z, shift).buffer))
  closeSync(out)
  return file
}

function drawSlice(z: number, shift: number): Int16Array {
  const slice = new Int16Array(side * side)
  const fill = (label: number, [x, y, middle]: readonly number[], half: number) => {
    for (let row = 0; row < side; row += 1) {
      const rest = half ** 2 - (row - y!) ** 2 - (z - middle!) ** 2
      if (rest < 0) continue
      const reach = Math.floor(Math.sqrt(rest))
      slice.fill(label, row * side + x! - reach, row * side + x! + reach + 1)
    }
  }
  fill(1, [180 + shift, 250, 500], 100)
  fill(2, [400, 250 + shift, 400], 60)
  return slice
}

async function pack(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createGzip({ level: 1 }), createWriteStream(to))
}
