import { existsSync, readlinkSync } from 'node:fs'
import process from 'node:process'
import type { DeviceLimits } from '@assay/contracts'
import type { CaseFolders, Executor, Launch } from '../executor.ts'

/** User and group `nobody`: bubblewrap is started as somebody without rights, even where the node is root. */
const nobody = { uid: 65_534, gid: 65_534 }

const megabyte = 2 ** 20

/**
 * Runs a device in namespaces of its own: no network (a loopback of its own that leads nowhere), a root of read-only
 * system libraries, the package and the input read-only, /output, /tmp and /dev/shm of its own, no capability, no new
 * privilege, no environment, no process but its own, dead when the node dies.
 * @param runtime the interpreter, where everybody may read it
 * @param parts what a trial start saw from inside
 */
export function bubblewrap(runtime: string, parts: readonly string[]): Executor {
  return {
    isolation: 'bubblewrap',
    parts,
    reason: '',
    launch: ({ program, limits }, folders) =>
      bubblewrapLaunch(runtime, folders, limits, ['/runtime/node', `/opt/device/${program.file}`]),
  }
}

/** The start of a command in bubblewrap. */
export function bubblewrapLaunch(
  runtime: string,
  { package: folder, input, output }: Omit<CaseFolders, 'temporary'>,
  limits: DeviceLimits,
  command: readonly string[],
): Launch {
  return {
    command: 'prlimit',
    words: [
      ...resourceLimits(limits),
      'bwrap',
      ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
      ...systemFolders(),
      ...['--proc', '/proc', '--dev', '/dev'],
      ...['--size', `${64 * megabyte}`, '--tmpfs', '/tmp', '--size', `${16 * megabyte}`, '--tmpfs', '/dev/shm'],
      ...['--ro-bind', runtime, '/runtime/node'],
      ...['--ro-bind', folder, '/opt/device', '--ro-bind', input, '/input', '--bind', output, '/output'],
      ...['--remount-ro', '/', '--chdir', '/opt/device', '--hostname', 'device'],
      ...environment({ INPUT_DIR: '/input', OUTPUT_DIR: '/output', HOME: '/tmp', TMPDIR: '/tmp', PATH: '/usr/bin' }),
      '--',
      ...command,
    ],
    environment: { PATH: '/usr/bin:/bin' },
    ...(process.getuid?.() === 0 ? { user: nobody } : {}),
  }
}

function resourceLimits({ cpuSeconds, outputMiB, processes }: DeviceLimits): string[] {
  return [
    `--cpu=${cpuSeconds}`,
    `--fsize=${outputMiB * megabyte}`,
    `--nproc=${processes}`,
    '--nofile=1024',
    '--core=0',
    '--',
  ]
}

/** The libraries that the interpreter needs, as this system lays them out, and no programs. */
function systemFolders(): string[] {
  return ['/lib', '/lib64'].flatMap((path) => {
    if (!existsSync(path)) return []
    const target = linkTarget(path)
    return target === undefined
      ? ['--ro-bind', path, path]
      : ['--ro-bind', `/${target.replace(/^\//, '')}`, `/${target.replace(/^\//, '')}`, '--symlink', target, path]
  })
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

function environment(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--setenv', name, value])
}
