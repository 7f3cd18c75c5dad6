import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type CaseFile, findTask, readResult } from '@assay/categories'
import { readVolume, startImageDecoders, writeMetaImage } from '@assay/formats'
import { openBench, openPackage, openSeries, packPackage } from '@assay/runner'
import { sha256 } from '@assay/signing'
import { afterAll, expect, it } from 'vitest'

const task = findTask('brain-mri', 'structure-segmentation')!
const data = [process.env.ASSAY_DATA, join(import.meta.dirname, '../../../shared/data')].find(
  (folder) => folder !== undefined && existsSync(join(folder, 'models/brainchop/model5_gw_ae/model.json')),
)
const isIsolated = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0
const isWanted = process.env.ASSAY_TRAINED === '1'
const decoders = startImageDecoders()
const folder = mkdtempSync(join(tmpdir(), 'assay-brain-'))
afterAll(() => {
  decoders.close()
  rmSync(folder, { recursive: true, force: true })
})

it.skipIf(!(isWanted && data && isIsolated))(
  'a trained network runs as a package in the runner, on a real brain, to the volumes that it is known to find (needs ASSAY_TRAINED=1, the model, the volume and bubblewrap)',
  { timeout: 3_600_000 },
  async () => {
    const device = join(folder, 'device')
    cpSync(import.meta.dirname, device, { recursive: true })
    cpSync(join(data!, 'models/brainchop/model5_gw_ae'), join(device, 'model'), { recursive: true })
    const image = readVolume(readFileSync(join(data!, 'brain/t1_crop.nii.gz')), 't1_crop.nii.gz')
    const blank = writeMetaImage({ ...image, values: new Uint8Array(image.values.length) })
    const files: CaseFile[] = [
      { name: 'image.nii', role: 'image', bytes: readFileSync(join(data!, 'brain/t1_crop.nii.gz')) },
      { name: 'reference.mha', role: 'reference', bytes: blank },
    ]
    const bench = await openBench('bubblewrap')
    try {
      const bytes = await packPackage(device)
      const opened = await openPackage(bench, () => pieces(bytes), sha256(bytes))
      const series = openSeries(bench, opened)
      try {
        const run = await series.run(await task.inputFiles(files, decoders), new AbortController().signal)
        const read = await readResult(task, files, run, decoders)
        run.discard()
        if (!('output' in read)) throw new Error(`${read.failure}: ${run.log}`)
        const labels = read.output as Uint8Array
        const of = (label: number) => labels.reduce((sum, value) => sum + (value === label ? 1 : 0), 0)
        const mean = (label: number) =>
          labels.reduce((sum, value, i) => sum + (value === label ? image.values[i]! : 0), 0) / of(label)
        // As brainchop itself counts them on this volume: about 520,000 and 735,000.
        expect(of(2)).toBeGreaterThan(515_000)
        expect(of(2)).toBeLessThan(525_000)
        expect(of(1)).toBeGreaterThan(728_000)
        expect(of(1)).toBeLessThan(742_000)
        // White matter is the brighter in T1.
        expect(mean(2)).toBeGreaterThan(1.2 * mean(1))
      } finally {
        await series.close()
      }
    } finally {
      bench.close()
    }
  },
)

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
