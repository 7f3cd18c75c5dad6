import { AssayError, type Endpoint } from '@assay/contracts'
import { type ImageDecoders, type SocketOutputs, writeMetaImage } from '@assay/formats'
import { lesionSizes, type Mark, type ScanScore, scanScoring, scoreScan } from '@assay/statistics/detection'
import { z } from 'zod'
import type { CaseFile, CategoryTask, GivenCase, OutputFailure, Showing } from '../category.ts'
import { describeInputs } from '../describe-inputs.ts'
import { deviceTemplates } from '../device-templates.ts'
import { asDicomSet, dicomSet } from '../dicom-set.ts'
import { chestObjects, chestOf } from './chest-image.ts'
import { generateChestCase } from './generate/generate-chest-case.ts'
import { marksOfOutput, noduleSocket } from './marks-of-output.ts'
import { noduleProtocolTemplate } from './nodule-protocol-template.ts'
import { lesionsOf } from './nodules/lesions-of.ts'

const input = { slug: 'ct-image', kind: 'Image', relativePath: 'images/ct' } as const
const series = asDicomSet(input)

/** Find every pulmonary nodule and say how sure. Scored as LUNA16 is: by FROC, a hit nearer than the nodule's radius. */
export const noduleDetection = {
  id: 'nodule-detection',
  inputs: [input],
  otherInputs: [series],
  outputs: [noduleSocket],
  template: noduleProtocolTemplate,
  readScoring,
  deviceTemplate: deviceTemplates(import.meta.dirname),
  generateCase: generateChestCase,
  async inputFiles(files: readonly CaseFile[], decoders: ImageDecoders, showing?: Showing) {
    const chest = await chestOf(files, decoders)
    if (showing?.sockets.some(({ kind }) => kind === series.kind))
      return [
        ...dicomSet(chest, 'CT', series, showing.key),
        describeInputs([{ socket: series, title: 'CT image', image: 'ct' }]),
      ]
    return [
      { path: `${input.relativePath}/ct.mha`, bytes: writeMetaImage(chest, { isCompressed: false }) },
      describeInputs([{ socket: input, title: 'CT image', image: 'ct.mha' }]),
    ]
  },
  // The UIDs are the sender's to replace.
  dicomObjects: chestObjects,
  readOutput: (_folder: string, _files: readonly CaseFile[], outputs: SocketOutputs) => marksOfOutput(outputs),
  score: (given: GivenCase, result: { output: Mark[] } | { failure: OutputFailure }, endpoint: Endpoint): ScanScore =>
    scoreScan(
      {
        case: given.name,
        patient: given.patient,
        lesions: lesionsOf(given.files),
        marks: 'output' in result ? result.output : [],
        failed: 'failure' in result,
      },
      { ...readScoring(endpoint), ...ofSizes.parse(endpoint.parameters) },
    ),
} satisfies CategoryTask<Mark[]>

const estimators = ['froc-grid', 'afroc-grid']

/** When a mark hits, and how many of a scan count. */
function readScoring({ id, estimator, scoring = {} }: Endpoint) {
  const invalid = (what: string) => new AssayError('protocol-invalid', { where: `endpoints.${id}`, what })
  if (!estimators.includes(estimator)) throw invalid(`nodules are not scored by ${estimator}`)
  const read = scanScoring.safeParse(scoring)
  if (!read.success) throw invalid('a scoring that can not be read')
  return read.data
}

const ofSizes = z.object({ sizes: lesionSizes.optional() })
