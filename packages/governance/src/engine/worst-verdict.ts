import { type QualityVerdict, qualityVerdict } from '@assay/contracts'

/** The worst of several verdicts: what becomes of data that several rules speak of. */
export function worstVerdict(verdicts: readonly QualityVerdict[]): QualityVerdict {
  const order = qualityVerdict.options
  return order[Math.max(0, ...verdicts.map((verdict) => order.indexOf(verdict)))]!
}
