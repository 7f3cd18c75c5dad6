import type { Socket } from '@assay/contracts'
import type { InputFile } from './category.ts'

const imageKinds: readonly Socket['kind'][] = ['Image', 'Segmentation', 'Heat Map', 'DICOM Image Set']
const fileKinds: readonly Socket['kind'][] = ['Waveform', 'Waveform Annotations']

/** `inputs.json`: as the containers of the large challenge platforms find their inputs described. Names say nothing of the case. */
export function describeInputs(inputs: readonly { socket: Socket; title: string; image?: string }[]): InputFile {
  const entries = inputs.map(({ socket: { slug, kind, relativePath }, title, image }) => ({
    interface: { slug, title, kind, super_kind: superKindOf(kind), relative_path: relativePath },
    value: null,
    file: null,
    image: image === undefined ? null : { name: image },
  }))
  return { path: 'inputs.json', bytes: Buffer.from(JSON.stringify(entries)) }
}

function superKindOf(kind: Socket['kind']): 'Image' | 'File' | 'Value' {
  if (imageKinds.includes(kind)) return 'Image'
  return fileKinds.includes(kind) ? 'File' : 'Value'
}
