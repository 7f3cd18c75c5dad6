import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { root } from './demonstration-run.ts'

/** A record as the device gets it, on its own. */
function stage(header: string, folder: string): void {
  const name = basename(header, '.hea')
  const input = join(folder, 'input/waveforms/ecg-record')
  mkdirSync(input, { recursive: true })
  mkdirSync(join(folder, 'output'), { recursive: true })
  writeFileSync(join(input, 'record.hea'), readFileSync(header, 'latin1').replaceAll(name, 'record'), 'latin1')
  cpSync(header.replace(/\.hea$/, '.dat'), join(input, 'record.dat'))
  writeFileSync(join(folder, 'input/inputs.json'), '[]')
}

/**
 * Seconds that the bare device takes on every record below a folder, one by one, as from a shell: no platform.
 * Staging the input files is not counted.
 */
export function bareDeviceSeconds(records: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'bare-device-'))
  const headers = globSync(join(records, '**/*.hea')).sort()
  const staged = headers.map((header, index) => {
    const own = join(folder, `${index}`)
    stage(header, own)
    return own
  })
  const started = performance.now()
  for (const own of staged) {
    const { status } = spawnSync(process.execPath, [join(root, 'demo/device-ecg/detect.js')], {
      env: { INPUT_DIR: join(own, 'input'), OUTPUT_DIR: join(own, 'output') },
      stdio: 'ignore',
    })
    if (status !== 0) throw new Error(`the bare device ended with ${status}`)
  }
  const seconds = (performance.now() - started) / 1000
  rmSync(folder, { recursive: true, force: true })
  return seconds
}
