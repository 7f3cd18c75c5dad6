import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { CaseFile, CategoryTask } from '@assay/categories'
import { type ImageDecoders, startImageDecoders } from '@assay/formats'
import { packPackage } from '@assay/runner'

/**
 * The package of a vendor who began with a task's template and left it as it is.
 * @param inputs sockets in place of the task's own
 * @param further lines at the program's end
 */
export async function packTemplate(
  task: CategoryTask,
  named: { readonly category: string; readonly name: string; readonly intendedUse: string },
  { inputs = task.inputs, further = '' }: { inputs?: CategoryTask['inputs'] | undefined; further?: string } = {},
): Promise<Uint8Array> {
  return packOf(
    {
      ...{ schema: 'assay.device/1', version: '1.0', vendor: 'Example Vendor', task: task.id, ...named },
      ...{ program: { interpreter: 'node', file: 'device.mjs' }, inputs, outputs: task.outputs },
      limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 1024, processes: 32, outputMiB: 16, outputFiles: 16 },
    },
    { 'device.mjs': `${task.deviceTemplate('node')}${further}` },
  )
}

/** A package of a manifest and its files. */
export async function packOf(manifest: object, files: Readonly<Record<string, string>> = {}): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-package-'))
  try {
    writeFileSync(join(folder, 'device.json'), JSON.stringify(manifest))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return await packPackage(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs a task's template on cases by hand, outside of everything, and gives what `read` makes of the folder with each case's output. */
export async function answersByHand<Answer>(
  task: CategoryTask,
  cases: readonly (readonly CaseFile[])[],
  read: (output: string, place: number, decoders: ImageDecoders) => Promise<Answer> | Answer,
): Promise<Answer[]> {
  const decoders = startImageDecoders()
  const folder = mkdtempSync(join(tmpdir(), 'assay-by-hand-'))
  const answers: Answer[] = []
  try {
    writeFileSync(join(folder, 'device.mjs'), task.deviceTemplate('node'))
    for (const [place, files] of cases.entries()) {
      const [input, output] = [join(folder, `${place}`, 'in'), join(folder, `${place}`, 'out')]
      for (const { path, bytes } of await task.inputFiles(files, decoders)) {
        mkdirSync(dirname(join(input, path)), { recursive: true })
        writeFileSync(join(input, path), bytes)
      }
      const env = { PATH: process.env.PATH, INPUT_DIR: input, OUTPUT_DIR: output }
      const { status, stderr } = spawnSync(process.execPath, [join(folder, 'device.mjs')], { env, encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      answers.push(await read(output, place, decoders))
    }
    return answers
  } finally {
    decoders.close()
    rmSync(folder, { recursive: true })
  }
}
