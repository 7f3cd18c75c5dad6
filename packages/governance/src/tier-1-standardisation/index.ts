import { registered } from '../engine/check.ts'
import { waveformUnits } from './waveform-units.ts'

/** Checks of tier 1: the object conforms to its standard and to the data standard of its category. */
export const standardisationChecks = [registered(waveformUnits)]
