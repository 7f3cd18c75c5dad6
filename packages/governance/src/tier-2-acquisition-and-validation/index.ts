import { registered } from '../engine/check.ts'
import { ctNoise } from './ct-noise.ts'

/** Checks of tier 2: how the data were acquired, measured from pixels and samples. */
export const acquisitionChecks = [registered(ctNoise)]
