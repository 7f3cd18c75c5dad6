import { join } from 'node:path'
import type { DeviceStart } from '../executor.ts'
import { type GraphicsProcessors, podmanGraphics } from '../graphics-processors.ts'
import { mostProcesses, processLimits, sharedMemoryBytes, temporaryBytes } from '../limit-words.ts'

/** User and group of the device inside its own user namespace. */
export const insideUser = 65_534

/** How many users a user namespace has. */
export const usersEach = 65_536

/** Beyond the time of a case by this much, the engine ends a device whose node has ended. */
const patienceSeconds = 60

interface Given {
  name: string
  /** What user 0 inside is outside. */
  firstUser: number
  /** File with the system call filter. */
  profile: string
  /** Folder of the start's own hook, in which the engine also writes the container's id. */
  hooks: string
  graphics?: GraphicsProcessors | undefined
}

/** What the engine writes the container's id to. */
export const idName = 'id'

/**
 * The words of `podman run` for a device: no network, its root and input read-only, no capability, no new privilege, users
 * of its own, a system call filter, small /tmp and /dev/shm, limits for each process. The memory is kept by
 * the node's control group, which a hook lets the device join, so that what the kernel counted can be read after its end.
 */
export function runWords(start: DeviceStart, { name, firstUser, profile, hooks, graphics }: Given): string[] {
  const { cpu, fsize, nofile } = processLimits(start)
  const map = `0:${firstUser}:${usersEach}`
  const mount = (source: string, target: string, isReadOnly: boolean) => [
    '--mount',
    `type=bind,source=${source},target=${target}${isReadOnly ? ',ro=true' : ''}`,
  ]
  return [
    ...[
      'run',
      '--rm',
      '--name',
      name,
      '--cidfile',
      join(hooks, idName),
      '--pull',
      'never',
      '--log-driver',
      'none',
      ...(start.isSeries ? ['-i'] : []),
    ],
    ...['--network', 'none', '--no-hosts', '--hostname', 'device', '--passwd=false'],
    ...['--read-only', '--read-only-tmpfs=false', '--shm-size', `${sharedMemoryBytes}`],
    ...['--tmpfs', `/tmp:rw,nosuid,nodev,mode=1777,size=${temporaryBytes}`],
    ...['--cap-drop', 'all', '--security-opt', 'no-new-privileges'],
    ...['--security-opt', `seccomp=${profile}`],
    ...['--uidmap', map, '--gidmap', map, '--user', `${insideUser}:${insideUser}`],
    ...['--pids-limit', `${mostProcesses(start.limits)}`, '--ulimit', `nproc=${mostProcesses(start.limits)}`],
    ...['--ulimit', `nofile=${nofile}:${nofile}`, '--ulimit', `fsize=${fsize}:${fsize}`, '--ulimit', 'core=0:0'],
    ...(cpu === undefined ? [] : ['--ulimit', `cpu=${cpu}:${cpu + 1}`]),
    ...(start.isSeries ? [] : ['--timeout', `${start.limits.wallSeconds + patienceSeconds}`]),
    ...(graphics ? podmanGraphics(graphics) : []),
    ...mount(start.input, '/input', true),
    ...mount(start.output, '/output', false),
    ...(start.model === undefined ? [] : mount(start.model, '/opt/ml/model', true)),
    ...Object.entries(start.environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--workdir', start.workingFolder, '--entrypoint', '[]', '--rootfs', start.root, ...start.command],
  ]
}
