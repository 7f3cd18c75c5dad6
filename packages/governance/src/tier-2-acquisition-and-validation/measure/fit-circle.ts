/**
 * The circle through points, by least squares of x² + y² = 2ax + 2by + c. Undefined below 8 points, or where they lie on a line.
 * Source: Kåsa, A circle fitting procedure and its error analysis, IEEE Trans. Instrum. Meas. 1976;25:8–14.
 */
export function fitCircle(
  points: readonly (readonly [number, number])[],
): { x: number; y: number; radius: number } | undefined {
  if (points.length < 8) return undefined
  const mean = (of: (x: number, y: number) => number) =>
    points.reduce((sum, [x, y]) => sum + of(x, y), 0) / points.length
  const [mx, my] = [mean((x) => x), mean((_, y) => y)]
  const centred = (of: (u: number, v: number) => number) => mean((x, y) => of(x - mx, y - my))
  const [uu, vv, uv] = [centred((u) => u * u), centred((_, v) => v * v), centred((u, v) => u * v)]
  const [right, below] = [centred((u, v) => u * (u * u + v * v)) / 2, centred((u, v) => v * (u * u + v * v)) / 2]
  const determinant = uu * vv - uv * uv
  if (determinant < 1e-6 * (uu + vv) ** 2) return undefined
  const [a, b] = [(right * vv - below * uv) / determinant, (below * uu - right * uv) / determinant]
  return { x: a + mx, y: b + my, radius: Math.sqrt(a * a + b * b + uu + vv) }
}
