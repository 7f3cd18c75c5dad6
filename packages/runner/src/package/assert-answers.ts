import type { ApplianceAnswer, DeviceManifest, Socket } from '@assay/contracts'
import { invalid } from '../image/file-tree.ts'

/** Kinds of outputs that each form of an answer can become. JSON becomes any whose value is JSON, and annotations. */
const kindsOf: Readonly<Record<ApplianceAnswer['form'], readonly Socket['kind'][]>> = {
  json: [
    ...(['Integer', 'Float', 'Bool', 'Choice', 'Anything', 'Multiple points'] as const),
    ...(['Multiple 2D bounding boxes', 'Multiple polygons', 'Waveform Annotations'] as const),
  ],
  'sr-times': ['Waveform Annotations'],
  'sr-number': ['Integer', 'Float'],
  'sr-choice': ['Choice'],
  'sr-points': ['Multiple points'],
  seg: ['Segmentation'],
}

/**
 * Holds what an appliance says of its answers against its outputs: each output has a form of answer that it can be taken from.
 * @throws AssayError device-package-invalid
 */
export function assertAnswers({ program, outputs }: DeviceManifest): void {
  if (!('appliance' in program)) return
  const { answers } = program.appliance
  const where = 'device.json, program.appliance.answers'
  for (const { form, output } of answers) {
    const socket = outputs.find(({ slug }) => slug === output)
    if (!socket) throw invalid(where, 'output-unknown')
    if (!kindsOf[form].includes(socket.kind)) throw invalid(where, 'form-unfit')
  }
  if (outputs.some(({ slug }) => !answers.some(({ output }) => output === slug)))
    throw invalid(where, 'output-unanswered')
}
