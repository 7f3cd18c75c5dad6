import { registered } from '../engine/check.ts'
import { acquisitionRange } from './acquisition-range.ts'
import { cineFrameCount } from './cine-frame-count.ts'
import { cineFrameTimes } from './cine-frame-times.ts'
import { cineFrozenFrames } from './cine-frozen-frames.ts'
import { ctAirValue } from './ct-air-value.ts'
import { ctContrastPhase } from './ct-contrast-phase.ts'
import { ctDoubleContour } from './ct-double-contour.ts'
import { ctEnhancement } from './ct-enhancement.ts'
import { ctFrontStep } from './ct-front-step.ts'
import { ctLungCoverage } from './ct-lung-coverage.ts'
import { ctNoise } from './ct-noise.ts'
import { ctTruncation } from './ct-truncation.ts'
import { ecgBaselineWander } from './ecg-baseline-wander.ts'
import { ecgEinthoven } from './ecg-einthoven.ts'
import { ecgFlatLine } from './ecg-flat-line.ts'
import { ecgHeartRate } from './ecg-heart-rate.ts'
import { ecgLeadExchange } from './ecg-lead-exchange.ts'
import { ecgLeadReversal } from './ecg-lead-reversal.ts'
import { ecgMainsNoise } from './ecg-mains-noise.ts'
import { ecgSaturation } from './ecg-saturation.ts'
import { ecgSignalToNoise } from './ecg-signal-to-noise.ts'
import { frameOfReference } from './frame-of-reference.ts'
import { fundusGradability } from './fundus-gradability.ts'
import { gantryTilt } from './gantry-tilt.ts'
import { imageSize } from './image-size.ts'
import { mrDetail } from './mr-detail.ts'
import { mrGhosting } from './mr-ghosting.ts'
import { mrSignalToNoiseCheck } from './mr-signal-to-noise.ts'
import { pixelSpacing } from './pixel-spacing.ts'
import { planeAlignment } from './plane-alignment.ts'
import { planeOrientation } from './plane-orientation.ts'
import { planePlaces } from './plane-places.ts'
import { planeSize } from './plane-size.ts'
import { reconstructionKernel } from './reconstruction-kernel.ts'
import { sliceDuplicates } from './slice-duplicates.ts'
import { sliceOrder } from './slice-order.ts'
import { sliceShift } from './slice-shift.ts'
import { sliceSpacing } from './slice-spacing.ts'
import { sliceThickness } from './slice-thickness.ts'
import { slicesAlike } from './slices-alike.ts'

/** Checks of tier 2: how the data were acquired, measured from pixels and samples. */
export const acquisitionChecks = [
  registered(acquisitionRange),
  registered(cineFrameCount),
  registered(cineFrameTimes),
  registered(cineFrozenFrames),
  registered(ctAirValue),
  registered(ctContrastPhase),
  registered(ctDoubleContour),
  registered(ctEnhancement),
  registered(ctFrontStep),
  registered(ctLungCoverage),
  registered(ctNoise),
  registered(ctTruncation),
  registered(ecgBaselineWander),
  registered(ecgEinthoven),
  registered(ecgFlatLine),
  registered(ecgHeartRate),
  registered(ecgLeadExchange),
  registered(ecgLeadReversal),
  registered(ecgMainsNoise),
  registered(ecgSaturation),
  registered(ecgSignalToNoise),
  registered(frameOfReference),
  registered(fundusGradability),
  registered(gantryTilt),
  registered(imageSize),
  registered(mrDetail),
  registered(mrGhosting),
  registered(mrSignalToNoiseCheck),
  registered(pixelSpacing),
  registered(planeAlignment),
  registered(planeSize),
  registered(planeOrientation),
  registered(planePlaces),
  registered(reconstructionKernel),
  registered(sliceDuplicates),
  registered(sliceOrder),
  registered(sliceShift),
  registered(sliceSpacing),
  registered(sliceThickness),
  registered(slicesAlike),
]
