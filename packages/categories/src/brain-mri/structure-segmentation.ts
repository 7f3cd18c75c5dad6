import type { Endpoint, Socket } from '@assay/contracts'
import { type ImageDecoders, type SocketOutputs, writeMetaImage, writeSlices } from '@assay/formats'
import type { CaseFile, CategoryTask, GivenCase, OutputFailure } from '../category.ts'
import { describeInputs } from '../describe-inputs.ts'
import { deviceTemplates } from '../device-templates.ts'
import { dicomOfCase, volumeOfCase } from '../volume-of-case.ts'
import { generateBrainCase } from './generate/generate-brain-case.ts'
import { labelsOfOutput, segmentationSocket } from './read-structure-output.ts'
import { structureProtocolTemplate } from './structure-protocol-template.ts'
import { referenceOf } from './structure-reference.ts'
import { readStructureScoring, scoreStructures } from './structure-scoring.ts'

/** The socket of the challenge platforms' containers for a T1 volume of the head. */
const input: Socket = { slug: 't1-brain-mri', kind: 'Image', relativePath: 'images/t1-brain-mri' }
const image = 'image.mha'

/** Say of every voxel of a T1 volume whether it is grey matter, white matter, or neither. */
export const structureSegmentation = {
  id: 'structure-segmentation',
  inputs: [input],
  outputs: [segmentationSocket],
  template: structureProtocolTemplate,
  readScoring: readStructureScoring,
  // Devices that part the voxels by brightness alone; in shell, one that finds nothing.
  deviceTemplate: deviceTemplates(import.meta.dirname),
  generateCase: generateBrainCase,
  async inputFiles(files: readonly CaseFile[], decoders: ImageDecoders) {
    const volume = await volumeOfCase(files, decoders)
    return [
      { path: `${input.relativePath}/${image}`, bytes: writeMetaImage(volume, { isCompressed: false }) },
      describeInputs([{ socket: input, title: 'T1 Brain MRI', image }]),
    ]
  },
  async dicomObjects(files: readonly CaseFile[], decoders: ImageDecoders) {
    // The UIDs are the sender's to replace.
    const uids = { study: '2.25.1', series: '2.25.2', instance: '2.25.3' }
    return dicomOfCase(files) ?? writeSlices(await volumeOfCase(files, decoders), 'MR', uids)
  },
  // The labels of the experts lie on the grid of the image.
  readOutput: (_folder: string, files: readonly CaseFile[], outputs: SocketOutputs) =>
    labelsOfOutput(outputs, referenceOf(files)),
  score(
    { patient, files }: GivenCase,
    result: { output: Uint8Array } | { failure: OutputFailure },
    endpoint: Endpoint,
  ) {
    const output = 'output' in result ? result.output : undefined
    return scoreStructures(patient, { reference: referenceOf(files), output }, endpoint)
  },
} satisfies CategoryTask<Uint8Array>
