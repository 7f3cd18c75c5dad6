import { registered } from '../engine/check.ts'
import { ctAirValue } from './ct-air-value.ts'
import { ctEnhancement } from './ct-enhancement.ts'
import { ctLungCoverage } from './ct-lung-coverage.ts'
import { ctNoise } from './ct-noise.ts'
import { ctTruncation } from './ct-truncation.ts'
import { ecgBaselineWander } from './ecg-baseline-wander.ts'
import { ecgEinthoven } from './ecg-einthoven.ts'
import { ecgFlatLine } from './ecg-flat-line.ts'
import { ecgLeadReversal } from './ecg-lead-reversal.ts'
import { ecgMainsNoise } from './ecg-mains-noise.ts'
import { ecgSaturation } from './ecg-saturation.ts'
import { ecgSignalToNoise } from './ecg-signal-to-noise.ts'
import { mrGhosting } from './mr-ghosting.ts'
import { mrSignalToNoiseCheck } from './mr-signal-to-noise.ts'
import { sliceShift } from './slice-shift.ts'

/** Checks of tier 2: how the data were acquired, measured from pixels and samples. */
export const acquisitionChecks = [
  registered(ctAirValue),
  registered(ctEnhancement),
  registered(ctLungCoverage),
  registered(ctNoise),
  registered(ctTruncation),
  registered(ecgBaselineWander),
  registered(ecgEinthoven),
  registered(ecgFlatLine),
  registered(ecgLeadReversal),
  registered(ecgMainsNoise),
  registered(ecgSaturation),
  registered(ecgSignalToNoise),
  registered(mrGhosting),
  registered(mrSignalToNoiseCheck),
  registered(sliceShift),
]
