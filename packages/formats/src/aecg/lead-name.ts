/** `II` of `MDC_ECG_LEAD_II`. */
export function leadName(code: string): string {
  const name = code.replace(/^MDC_ECG_LEAD_/, '').slice(0, 40)
  return name.replace(/^AV([RLF])$/, 'aV$1')
}
