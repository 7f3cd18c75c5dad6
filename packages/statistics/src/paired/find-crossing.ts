/** Where a falling function crosses a value, by bisection to the last bit; an end where it does not. */
export function fallingCrossing(of: (x: number) => number, value: number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let i = 0; i < 200 && high - low > 2 ** -53; i += 1) {
    const middle = (low + high) / 2
    if (of(middle) > value) low = middle
    else high = middle
  }
  return (low + high) / 2
}
