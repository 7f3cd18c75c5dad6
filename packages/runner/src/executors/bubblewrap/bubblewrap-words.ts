import type { DeviceLimits } from '@assay/contracts'
import type { CaseFolders } from '../executor.ts'
import { countLimits, processLimits, temporaryBytes } from '../limit-words.ts'
import type { Runtime } from './find-runtime.ts'

const sharedMemoryBytes = 16 * 2 ** 20

/** Descriptors that bubblewrap is started with. */
export const statusDescriptor = 3
const filterDescriptor = 4

/**
 * The words of a start of bubblewrap, after the program's name: namespaces of its own for everything; a root of nothing but
 * the interpreter with its libraries, all read-only; the package and the input, read-only; /output; /tmp and /dev/shm of
 * its own, small; no capability, no new privilege, no environment; dead when the node dies.
 * @param command what to start inside, under the device's limits
 */
export function bubblewrapWords(
  runtime: Runtime,
  folders: Omit<CaseFolders, 'temporary'>,
  limits: DeviceLimits,
  { command, isFiltered }: { command: readonly string[]; isFiltered: boolean },
): string[] {
  return [
    ...['--unshare-all', '--unshare-user', '--uid', '65534', '--gid', '65534', '--hostname', 'device'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
    ...['--json-status-fd', `${statusDescriptor}`],
    ...(isFiltered ? ['--seccomp', `${filterDescriptor}`] : []),
    ...runtime.libraries.flatMap((path) => ['--ro-bind', path, path]),
    ...['--ro-bind', runtime.interpreter(), '/runtime/node', '--ro-bind', runtime.prlimit, '/runtime/prlimit'],
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--size', `${temporaryBytes}`, '--tmpfs', '/tmp', '--size', `${sharedMemoryBytes}`, '--tmpfs', '/dev/shm'],
    ...['--ro-bind', folders.package, '/opt/device', '--ro-bind', folders.input, '/input'],
    ...['--bind', folders.output, '/output'],
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', '/opt/device'],
    ...environment({ INPUT_DIR: '/input', OUTPUT_DIR: '/output', HOME: '/tmp', TMPDIR: '/tmp', PATH: '/usr/bin' }),
    ...['--', '/runtime/prlimit', ...processLimits(limits), ...countLimits(limits), '--'],
    ...command,
  ]
}

function environment(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--setenv', name, value])
}
