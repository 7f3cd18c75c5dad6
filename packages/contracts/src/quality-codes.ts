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
] as const

/** Why a check had nothing to say about a subject: words in `quality.notApplicable`. */
export const notApplicableReasons = ['other-data', 'too-little-tissue'] as const
