const dayMilliseconds = 24 * 3600 * 1000
const soonDays = 30

/** How a certificate stands: `early` before it holds, `soon` in its last 30 days. */
export type CertificateState = 'early' | 'valid' | 'soon' | 'expired'

/** Whether a certificate holds at an instant, and for how many days more: begun ones count whole, 0 once it has expired. */
export function certificateState(
  { from, to }: { from: string; to: string },
  now: Date,
): { state: CertificateState; days: number } {
  const left = Date.parse(to) - now.getTime()
  const days = Math.max(0, Math.ceil(left / dayMilliseconds))
  if (left <= 0) return { state: 'expired', days }
  if (now.getTime() < Date.parse(from)) return { state: 'early', days }
  return { state: left < soonDays * dayMilliseconds ? 'soon' : 'valid', days }
}
