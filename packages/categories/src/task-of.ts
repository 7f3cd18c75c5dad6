import { AssayError, type DeviceManifest, type Socket } from '@assay/contracts'
import type { CategoryTask } from './category.ts'
import { findTask } from './registry.ts'

/**
 * The task of a device. A device whose sockets are not its task's would fail on every case: that is said before any data is
 * touched.
 * @throws AssayError device-package-invalid
 */
export function taskOf({ category, task, inputs, outputs }: DeviceManifest): CategoryTask {
  const invalid = (what: string) => new AssayError('device-package-invalid', { where: 'device.json', what })
  const known = findTask(category, task)
  if (!known) throw invalid('task-unknown')
  const wanted = known.inputs.map((input) => otherOf(input, known, inputs) ?? input)
  if (namesOf(inputs) !== namesOf(wanted) || namesOf(outputs) !== namesOf(known.outputs))
    throw invalid('sockets-differ')
  return known
}

/** What a device asks for in place of an input, where the task lets it. */
function otherOf({ slug }: Socket, { otherInputs = [] }: CategoryTask, asked: readonly Socket[]): Socket | undefined {
  return otherInputs.find((other) => other.slug === slug && asked.some(({ kind }) => kind === other.kind))
}

function namesOf(sockets: readonly Socket[]): string {
  return sockets
    .map(({ slug, kind, relativePath }) => [slug, kind, relativePath].join(' '))
    .sort()
    .join('\n')
}
