/**
 * What a check of data quality may find. The words (what, and what to do) live in the catalogue of messages, namespace
 * `quality.finding`, under the same code.
 */
export const findingCodes = [
  // the engine's own
  'check-failed',
  // tier 1
  'waveform-unit-unexpected',
  // tier 2
  'noise-too-high',
  'ecg-mains-noise',
  'ecg-baseline-wander',
  'ecg-noisy',
  'ecg-flat-line',
  'ecg-saturated',
  'ecg-leads-disagree',
  'ecg-leads-exchanged',
  'air-value-odd',
  'body-cut-off',
  'lung-cut-off',
  'contrast-phase-odd',
  'patient-moved',
  'mr-noisy',
  'mr-ghosts',
] as const

/** Why a check had nothing to say about a subject: words in `quality.notApplicable`. */
export const notApplicableReasons = [
  'other-data',
  'too-little-tissue',
  'too-short',
  'leads-missing',
  'too-little-air',
  'no-lung',
  'too-few-slices',
  'no-background',
] as const
