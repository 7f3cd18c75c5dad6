import { readAnnotations } from '@assay/formats'
import type { CaseLabels } from '@assay/governance'
import { beatClassOf } from '@assay/statistics'
import type { CaseFile } from '../../category.ts'
import { referenceOf, waveformOf } from '../check-ecg-case.ts'
import { beatReadings } from './beat-readings.ts'
import { doubtBeats } from './doubt-beats.ts'

/**
 * What is known of a record's beats: how many of each class, what other readers called them, and which look otherwise.
 * @throws AssayError as `waveformOf` and `referenceOf`
 */
export function describeBeatLabels(files: readonly CaseFile[]): CaseLabels {
  const [waveform, reference] = [waveformOf(files), referenceOf(files)]
  const readings = files.flatMap(({ role, reader, bytes, name }) =>
    role === 'reading' && reader ? [{ reader, annotations: readAnnotations(bytes, name) }] : [],
  )
  const classes: Record<string, number> = {}
  for (const { code } of reference) {
    const beatClass = beatClassOf(code)
    if (beatClass) classes[beatClass] = (classes[beatClass] ?? 0) + 1
  }
  return {
    classes,
    readings: beatReadings(reference, readings, waveform.samplingFrequency),
    doubts: doubtBeats(waveform, reference),
  }
}
