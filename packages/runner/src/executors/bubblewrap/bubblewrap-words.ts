import type { DeviceStart } from '../executor.ts'
import { bubblewrapGraphics, type GraphicsProcessors } from '../graphics-processors.ts'
import { sharedMemoryBytes, temporaryBytes } from '../limit-words.ts'

/** Descriptors that bubblewrap is started with. */
export const statusDescriptor = 3
const filterDescriptor = 4
export const gateDescriptor = 5

/**
 * The words of a start of bubblewrap, after the program's name: namespaces of its own for everything; the device's root,
 * the model and the input, read-only; /output; /tmp and /dev/shm of its own, small; no capability, no new privilege, no
 * environment but the image's; dead when the node dies. It waits at the gate before it becomes the device: see
 * `limitFirstProcess`. It is the first process of its namespace, as in a container: a first process of bubblewrap's own would
 * let itself be written to through /proc. No program of ours runs in the device's root, where the image says what is loaded into it.
 */
export function bubblewrapWords(start: DeviceStart, isFiltered: boolean, graphics?: GraphicsProcessors): string[] {
  return [
    ...['--unshare-all', '--unshare-user', '--uid', '65534', '--gid', '65534', '--hostname', 'device'],
    ...['--as-pid-1', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
    ...['--json-status-fd', `${statusDescriptor}`, '--block-fd', `${gateDescriptor}`],
    ...(isFiltered ? ['--seccomp', `${filterDescriptor}`] : []),
    ...['--ro-bind', start.root, '/', '--proc', '/proc', '--dev', '/dev'],
    ...['--size', `${temporaryBytes}`, '--tmpfs', '/tmp', '--size', `${sharedMemoryBytes}`, '--tmpfs', '/dev/shm'],
    ...(start.model === undefined ? [] : ['--ro-bind', start.model, '/opt/ml/model']),
    ...['--ro-bind', start.input, '/input', '--bind', start.output, '/output'],
    ...Object.entries(start.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(graphics ? bubblewrapGraphics(graphics, start.environment) : []),
    ...['--remount-ro', '/dev', '--chdir', start.workingFolder, '--', ...start.command],
  ]
}
