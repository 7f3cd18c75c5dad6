import { join } from 'node:path'
import type { DeviceStart } from '../executor.ts'
import { dockerGraphics, type GraphicsProcessors } from '../graphics-processors.ts'
import { mostProcesses, processLimits, sharedMemoryBytes, temporaryBytes } from '../limit-words.ts'

/** User and group of the device, inside; outside too, where the daemon gives containers no users of their own. */
const insideUser = 65_534

/** The label of all that a bench has the daemon keep; its value is the name of the bench's folder. */
export const benchLabel = 'assay.bench'

interface Given {
  /** Image with the device's root. */
  image: string
  /** Name of the bench's folder. */
  bench: string
  /** Files of the root that the image does without. */
  without: readonly string[]
  /** Folder with a shell, its loader and its libraries: see `waiting`. */
  gate: string
  /** The system call filter, as JSON. */
  profile: string
  graphics: GraphicsProcessors | undefined
}

/** Variables that change how the machine's own shell would be loaded: they are for the device alone. */
const isForLoader = (name: string) => /^(LD_|GLIBC_TUNABLES$)/.test(name)

/**
 * Waits for a line from the node, and becomes the device: by then the node has looked at what holds it and let it into its
 * control group. Ends where the node does.
 */
const waiting = (input: string) =>
  `read -r _ || exit 1; while [ "$1" != -- ]; do export "$1"; shift; done; shift; exec "$@"${input}`

/**
 * What docker is asked to make for a device: no network, its root and input read-only, no capability, no new privilege, a
 * system call filter, small /tmp and /dev/shm, limits for each process. Users of its own are the daemon's setting
 * (`userns-remap`). The memory is kept by the node's control group.
 */
export function describeContainer(
  start: DeviceStart,
  { image, without, bench, gate, profile, graphics }: Given,
): object {
  const { cpu, fsize, nofile } = processLimits(start)
  const limit = (Name: string, Soft: number, Hard = Soft) => ({ Name, Soft, Hard })
  const mount = (Source: string, Target: string, ReadOnly: boolean) => ({ Type: 'bind', Source, Target, ReadOnly })
  const variables = Object.entries(start.environment).map(([name, value]) => ({ name, word: `${name}=${value}` }))
  const forDevice = variables.filter(({ name }) => isForLoader(name))
  const script = waiting(start.isSeries ? '' : ' </dev/null')
  return {
    Image: image,
    Labels: { [benchLabel]: bench },
    User: `${insideUser}:${insideUser}`,
    Hostname: 'device',
    WorkingDir: start.workingFolder,
    Env: variables.filter(({ name }) => !isForLoader(name)).map(({ word }) => word),
    Entrypoint: ['/runtime/loader', '--library-path', '/runtime', '/runtime/sh', '-c', script, 'sh'],
    Cmd: [...forDevice.map(({ word }) => word), '--', ...start.command],
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    StopSignal: 'SIGKILL',
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      IpcMode: 'private',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges', `seccomp=${profile}`],
      // Until it is in the node's own control group.
      Memory: start.limits.memoryMiB * 2 ** 20,
      MemorySwap: start.limits.memoryMiB * 2 ** 20,
      PidsLimit: mostProcesses(start.limits),
      Ulimits: [
        ...[limit('nofile', nofile), limit('fsize', fsize), limit('core', 0)],
        ...(cpu === undefined ? [] : [limit('cpu', cpu, cpu + 1)]),
      ],
      ShmSize: sharedMemoryBytes,
      Tmpfs: { '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${temporaryBytes}` },
      Mounts: [
        ...without.map((path) => mount(join(start.root, path), path, true)),
        mount(gate, '/runtime', true),
        mount(start.input, '/input', true),
        mount(start.output, '/output', false),
        ...(start.model === undefined ? [] : [mount(start.model, '/opt/ml/model', true)]),
      ],
      LogConfig: { Type: 'none' },
      ...(graphics ? { DeviceRequests: dockerGraphics(graphics) } : {}),
    },
  }
}
