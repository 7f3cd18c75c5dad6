const soonMilliseconds = 30 * 24 * 3600 * 1000

/** Whether a certificate still holds at an instant; `soon` in the last 30 days. */
export function certificateState(validTo: string, now: Date): 'valid' | 'soon' | 'expired' {
  const left = Date.parse(validTo) - now.getTime()
  if (left <= 0) return 'expired'
  return left < soonMilliseconds ? 'soon' : 'valid'
}
