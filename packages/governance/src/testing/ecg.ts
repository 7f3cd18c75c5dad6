/** A heart at 60 beats a minute in lead II, mV: P, QRS and T as bells around their times in the cycle. */
export function beatAt(seconds: number): number {
  const cycle = seconds % 1
  const bell = (at: number, width: number, height: number) => height * Math.exp(-(((cycle - at) / width) ** 2) / 2)
  return (
    bell(0.2, 0.025, 0.15) +
    bell(0.36, 0.008, -0.1) +
    bell(0.38, 0.01, 1.2) +
    bell(0.4, 0.008, -0.25) +
    bell(0.65, 0.05, 0.3)
  )
}
