// What tests of any package stand on. Production code may not import it.

export { allCanaries, type CanaryFile, canaries, canaryFiles, stationCanaries } from './testing/canaries.ts'
export { type CanaryImage, canaryImages } from './testing/canary-images.ts'
export { canaryWaveforms } from './testing/canary-waveforms.ts'
export { findCanaries } from './testing/find-canaries.ts'
export { daikonFolder, pydicomFolder } from './testing/peers.ts'
