import type { Volume } from '@assay/formats'

/** Side of a window, voxels. */
const windowSide = 9

/**
 * Mean and standard deviation of windows of 9 × 9 voxels side by side in every slice. Windows whose middle lies far from what is
 * looked for are passed over: most of a chest is air.
 * @param near least and most value of a window's middle voxel
 */
export function eachWindow(
  { values, size: [nx, ny, nz] }: Pick<Volume, 'values' | 'size'>,
  [least, most]: readonly [number, number],
  visit: (mean: number, deviation: number, z: number) => void,
): void {
  const count = windowSide * windowSide
  const middle = (windowSide >> 1) * (nx + 1)
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y + windowSide <= ny; y += windowSide)
      for (let x = 0; x + windowSide <= nx; x += windowSide) {
        const start = (z * ny + y) * nx + x
        const pivot = values[start + middle]!
        if (pivot < least || pivot > most) continue
        let [sum, squares] = [0, 0]
        for (let row = 0, at = start; row < windowSide; row += 1, at += nx)
          for (let i = at; i < at + windowSide; i += 1) {
            const value = values[i]! - pivot
            sum += value
            squares += value * value
          }
        const mean = sum / count
        visit(pivot + mean, Math.sqrt(Math.max(0, (squares - sum * mean) / (count - 1))), z)
      }
}
