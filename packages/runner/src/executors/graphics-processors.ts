import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AssayError } from '@assay/contracts'

/** What a device needs of the machine to compute on graphics processors of NVIDIA's. */
export interface GraphicsProcessors {
  /** Their numbers, as the driver counts them. */
  numbers: readonly number[]
  /** Their device files and those of the driver, and the folder in which the machine has them. */
  files: readonly string[]
  folder: string
  /** Libraries of the driver, which have to be of the kernel module's own version: an image can not bring them. */
  libraries: readonly string[]
}

/** Device files of the driver that belong to no single processor. */
const common = ['nvidiactl', 'nvidia-uvm', 'nvidia-uvm-tools', 'nvidia-modeset']

/** Where a cluster's scheduler says which ones a job was given. */
const allocations = ['SLURM_JOB_GPUS', 'SLURM_STEP_GPUS', 'CUDA_VISIBLE_DEVICES']

/**
 * The graphics processors that a start gets: those that a scheduler gave to this process, else the machine's first ones.
 * @param count how many the package declares
 * @throws AssayError isolation-unavailable where there are fewer
 */
export function findGraphicsProcessors(
  count: number,
  environment: Readonly<Record<string, string | undefined>>,
  folder = '/dev',
): GraphicsProcessors | undefined {
  if (count === 0) return undefined
  const present = readdirSync(folder).flatMap((name) => /^nvidia(\d+)$/.exec(name)?.[1] ?? [])
  const given = allocations.map((name) => environment[name]).find((value) => value && /^[\d,-]+$/.test(value))
  const usable = given === undefined ? present.map(Number).sort((a, b) => a - b) : numbersIn(given)
  const numbers = usable.filter((number) => present.includes(`${number}`)).slice(0, count)
  if (numbers.length < count)
    throw new AssayError('isolation-unavailable', {
      reason: `the package asks for ${count} graphics processors, and ${numbers.length} can be given here`,
    })
  const files = [
    ...numbers.map((number) => `nvidia${number}`),
    ...common.filter((name) => existsSync(join(folder, name))),
  ]
  return { numbers, files, folder, libraries: driverLibraries() }
}

/** `0,2-3` as Slurm writes it. */
function numbersIn(text: string): number[] {
  return text.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number)
    return Array.from({ length: Math.min(64, last - first + 1) || 0 }, (_, at) => first + at)
  })
}

function driverLibraries(): string[] {
  const { stdout } = spawnSync('ldconfig', ['-p'], { encoding: 'utf8', env: { PATH: '/usr/sbin:/sbin' } })
  return librariesIn(stdout ?? '')
}

/** Libraries of the driver in what ldconfig(8) lists for the machine's own architecture. */
export function librariesIn(listed: string): string[] {
  const found = new Map<string, string>()
  for (const [, name = '', path = ''] of listed.matchAll(
    /^\s*(lib(?:cuda|nvcuvid|nvidia-[\w-]+)\.so\S*) .*=> (\S+)$/gm,
  ))
    if (!found.has(name)) found.set(name, path)
  return [...found.values()].sort()
}

/** Where the driver's libraries lie for a device in bubblewrap. */
const libraryFolder = '/run/nvidia'

/** The words of bubblewrap that give a device the processors and the driver's libraries. */
export function bubblewrapGraphics(
  { files, folder, libraries }: GraphicsProcessors,
  { LD_LIBRARY_PATH: path }: Readonly<Record<string, string>>,
): string[] {
  return [
    ...files.flatMap((name) => ['--dev-bind', join(folder, name), join('/dev', name)]),
    ...['--tmpfs', '/run', '--dir', libraryFolder],
    ...libraries.flatMap((library) => ['--ro-bind', library, join(libraryFolder, basename(library))]),
    ...['--remount-ro', '/run'],
    ...['--setenv', 'LD_LIBRARY_PATH', [libraryFolder, path].filter(Boolean).join(':')],
  ]
}

/** The words of podman: the toolkit of the driver's maker describes each processor for containers (CDI). */
export function podmanGraphics({ numbers }: GraphicsProcessors): string[] {
  return numbers.flatMap((number) => ['--device', `nvidia.com/gpu=${number}`])
}

/** What docker is asked for: the toolkit of the driver's maker finds each processor by its number. */
export function dockerGraphics({ numbers }: GraphicsProcessors): object[] {
  return [{ Driver: 'nvidia', DeviceIDs: numbers.map(String), Capabilities: [['gpu']] }]
}
