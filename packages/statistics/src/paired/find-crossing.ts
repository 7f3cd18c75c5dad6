/**
 * Where a falling function crosses a value, by bisection to the last bit (of what is above 1e-25 in size); an end where it
 * does not.
 */
export function fallingCrossing(of: (x: number) => number, value: number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2
    if (high - low <= Math.max(1e-25, 2 ** -53 * Math.abs(middle))) break
    if (of(middle) > value) low = middle
    else high = middle
  }
  return (low + high) / 2
}
