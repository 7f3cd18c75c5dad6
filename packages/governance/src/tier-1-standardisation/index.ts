import { registered } from '../engine/check.ts'
import { attributeValues } from './attribute-values.ts'
import { characterSet } from './character-set.ts'
import { codedConcepts } from './coded-concepts.ts'
import { deidentified } from './deidentified.ts'
import { requiredAttributes } from './required-attributes.ts'
import { requiredSeries } from './required-series.ts'
import { textInPixels } from './text-in-pixels.ts'
import { transferSyntax } from './transfer-syntax.ts'
import { uniqueInstances } from './unique-instances.ts'
import { validValues } from './valid-values.ts'
import { waveformRecording } from './waveform-recording.ts'
import { waveformUnits } from './waveform-units.ts'

/** Checks of tier 1: the object conforms to its standard and to the data standard of its category. */
export const standardisationChecks = [
  registered(attributeValues),
  registered(characterSet),
  registered(codedConcepts),
  registered(deidentified),
  registered(requiredAttributes),
  registered(textInPixels),
  registered(transferSyntax),
  registered(validValues),
  registered(waveformRecording),
  registered(waveformUnits),
]

/** Those that look at a study as a whole. */
export const standardisationStudyChecks = [registered(requiredSeries), registered(uniqueInstances)]
