import type { Endpoint, Socket } from '@assay/contracts'
import {
  type ImageDecoders,
  type SocketOutputs,
  sniffFormat,
  writeOphthalmicPhotograph,
  writePhotographMetaImage,
} from '@assay/formats'
import type { CaseFile, CategoryTask, GivenCase, OutputFailure } from '../category.ts'
import { describeInputs } from '../describe-inputs.ts'
import { deviceTemplates } from '../device-templates.ts'
import { generateFundusCase } from './generate/generate-fundus-case.ts'
import { imageOf, photographOfCase } from './photograph-of-case.ts'
import { gradeSocket, likelihoodSocket, type RetinopathyOutput, retinopathyOf } from './retinopathy-output.ts'
import { retinopathyProtocolTemplate } from './retinopathy-protocol-template.ts'
import { referenceOf } from './retinopathy-reference.ts'
import { readRetinopathyScoring, scoreRetinopathy } from './retinopathy-scoring.ts'

/** The socket of the challenge platforms' containers for a colour photograph of the fundus. */
const input: Socket = { slug: 'color-fundus-image', kind: 'Image', relativePath: 'images/color-fundus' }
const image = 'image.mha'

/** Say of a photograph of the fundus how likely diabetic retinopathy is that has to be referred, and its grade, or that it can't be graded. */
export const referableRetinopathy = {
  id: 'referable-retinopathy',
  inputs: [input],
  outputs: [likelihoodSocket, gradeSocket],
  template: retinopathyProtocolTemplate,
  readScoring: readRetinopathyScoring,
  // Devices that count spots of another brightness than what is around them; in shell, one that always refers.
  deviceTemplate: deviceTemplates(import.meta.dirname),
  generateCase: generateFundusCase,
  async inputFiles(files: readonly CaseFile[], decoders: ImageDecoders) {
    const photograph = await photographOfCase(files, decoders)
    return [
      { path: `${input.relativePath}/${image}`, bytes: writePhotographMetaImage(photograph) },
      describeInputs([{ socket: input, title: 'Color Fundus Image', image }]),
    ]
  },
  async dicomObjects(files: readonly CaseFile[], decoders: ImageDecoders) {
    const { bytes } = imageOf(files)
    if (sniffFormat(bytes) === 'dicom') return [bytes]
    // The UIDs are the sender's to replace.
    const uids = { study: '2.25.1', series: '2.25.2', instance: '2.25.3' }
    return [writeOphthalmicPhotograph(await photographOfCase(files, decoders), uids)]
  },
  readOutput: (_folder: string, _files: readonly CaseFile[], outputs: SocketOutputs) => retinopathyOf(outputs),
  score(
    { patient, files }: GivenCase,
    result: { output: RetinopathyOutput } | { failure: OutputFailure },
    endpoint: Endpoint,
  ) {
    const output = 'output' in result ? result.output : undefined
    return scoreRetinopathy(patient, referenceOf(files), output, endpoint)
  },
} satisfies CategoryTask<RetinopathyOutput>
