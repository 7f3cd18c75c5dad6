import { AssayError } from '@assay/contracts'
import { type Annotation, readAnnotations, type Waveform } from '@assay/formats'
import { readPlainOutput } from '../outputs/plain-output.ts'

const mostBytes = 20 * 2 ** 20
/** No heart beats as often; a device that fills its output is stopped before it costs the scoring time. */
const mostAnnotationsASecond = 20

/**
 * Reads the annotations that a device left: a plain file in plain folders, of bounded size and number, in order, none
 * outside the record.
 * @throws AssayError output-missing, output-invalid (`what`, without any content of the case)
 */
export function readBeatOutput(folder: string, relativePath: string, waveform: Waveform): Annotation[] {
  const annotations = parse(readPlainOutput(folder, `${relativePath}/record.qrs`, mostBytes))
  const { length, samplingFrequency } = waveform
  const most = Math.ceil((mostAnnotationsASecond * length) / samplingFrequency)
  if (annotations.length > most) throw new AssayError('output-invalid', { what: `more than ${most} annotations` })
  const outside = annotations.find(({ sample }) => sample >= length)
  if (outside) throw new AssayError('output-invalid', { what: 'an annotation beyond the end of the record' })
  return annotations
}

function parse(bytes: Uint8Array): Annotation[] {
  try {
    return readAnnotations(bytes, 'record.qrs')
  } catch (error) {
    if (error instanceof AssayError)
      throw new AssayError('output-invalid', { what: `record.qrs: ${error.parameters.what}` })
    throw error
  }
}
