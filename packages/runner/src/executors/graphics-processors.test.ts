import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bubblewrapGraphics, findGraphicsProcessors, librariesIn, podmanGraphics } from './graphics-processors.ts'

// No machine of the tests has a graphics processor: plain device files with their names stand in for the driver's.
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-graphics-test-'))
  for (const name of ['nvidia0', 'nvidia1', 'nvidia2', 'nvidiactl', 'nvidia-uvm', 'null'])
    if (spawnSync('mknod', [join(folder, name), 'c', '1', '3']).status !== 0) writeFileSync(join(folder, name), '')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('findGraphicsProcessors', () => {
  const find = (count: number, environment = {}) => findGraphicsProcessors(count, environment, folder)

  it('gives as many as are declared, with the driver’s own files', () => {
    expect(find(0)).toBeUndefined()
    expect(find(2)).toMatchObject({ numbers: [0, 1], files: ['nvidia0', 'nvidia1', 'nvidiactl', 'nvidia-uvm'] })
  })

  it('gives those that a scheduler gave', () => {
    expect(find(2, { SLURM_JOB_GPUS: '1-2' })?.numbers).toEqual([1, 2])
    expect(find(1, { CUDA_VISIBLE_DEVICES: '2' })?.numbers).toEqual([2])
  })

  it.each([
    [4, {}],
    [2, { SLURM_JOB_GPUS: '1' }],
    [1, { SLURM_JOB_GPUS: '7' }],
  ])('gives no fewer than the %i declared', (count, environment) => {
    expect(() => find(count, environment)).toThrow(/isolation-unavailable.*graphics processors/)
  })
})

it('the driver’s libraries are found in what ldconfig lists, once by name', () => {
  const listed = `312 libs found in cache \`/etc/ld.so.cache'
\tlibnvidia-ptxjitcompiler.so.1 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libnvidia-ptxjitcompiler.so.1
\tlibcuda.so.1 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libcuda.so.1
\tlibcuda.so.1 (libc6) => /usr/lib/i386-linux-gnu/libcuda.so.1
\tlibcurl.so.4 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libcurl.so.4`
  const at = '/usr/lib/x86_64-linux-gnu'
  expect(librariesIn(listed)).toEqual([`${at}/libcuda.so.1`, `${at}/libnvidia-ptxjitcompiler.so.1`])
})

describe('the words that give them to a device', () => {
  it('are each processor’s name under podman', () => {
    const words = podmanGraphics(findGraphicsProcessors(2, { SLURM_JOB_GPUS: '0,2' }, folder)!)
    expect(words).toEqual(['--device', 'nvidia.com/gpu=0', '--device', 'nvidia.com/gpu=2'])
  })

  const canTry =
    process.getuid?.() === 0 && spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0
  it.skipIf(!canTry)(
    'lay the device files and the libraries where a device in bubblewrap finds them (needs bubblewrap, root)',
    () => {
      const library = join(folder, 'libcuda.so.1')
      writeFileSync(library, 'driver')
      const graphics = { ...findGraphicsProcessors(1, { SLURM_JOB_GPUS: '1' }, folder)!, libraries: [library] }
      const words = bubblewrapGraphics(graphics, { LD_LIBRARY_PATH: '/lib/own' })
      const look = `ls /dev | grep nvidia; cat /run/nvidia/libcuda.so.1; echo; echo x >/dev/nvidia1 && echo opened; echo $LD_LIBRARY_PATH; touch /run/x 2>/dev/null && echo written`
      const base = ['--unshare-all', '--ro-bind', '/', '/', '--dev', '/dev']
      const { stdout } = spawnSync('bwrap', [...base, ...words, '--', 'sh', '-c', look], { encoding: 'utf8' })
      expect(stdout.split('\n')).toEqual([
        ...['nvidia-uvm', 'nvidia1', 'nvidiactl', 'driver', 'opened', '/run/nvidia:/lib/own', ''],
      ])
    },
  )
})
