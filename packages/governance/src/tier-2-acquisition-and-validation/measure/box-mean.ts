/** A plane of numbers: x fastest. */
export interface Plane2d {
  readonly width: number
  readonly height: number
  readonly values: Float64Array
}

/**
 * Mean over the square of 2 × radius + 1 pixels around each pixel, of those in the picture where the weight is above 0; weighted. 0 where no
 * weight is near.
 */
export function boxMean(plane: Plane2d, radius: number, weight: Float64Array): Float64Array {
  const { width, height } = plane
  const sums = summedArea(plane.values, weight, width, height)
  const weights = summedArea(undefined, weight, width, height)
  const result = new Float64Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - radius), Math.min(height, y + radius + 1)]
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)]
      const total = rectangle(weights, width, left, right, top, bottom)
      if (total > 0) result[y * width + x] = rectangle(sums, width, left, right, top, bottom) / total
    }
  }
  return result
}

/** Sums over all rectangles from the corner, one row and column larger than the picture. */
function summedArea(
  values: Float64Array | undefined,
  weight: Float64Array,
  width: number,
  height: number,
): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y += 1) {
    let row = 0
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x
      row += weight[at]! * (values ? values[at]! : 1)
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row
    }
  }
  return sums
}

function rectangle(
  sums: Float64Array,
  width: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
): number {
  const stride = width + 1
  return (
    sums[bottom * stride + right]! -
    sums[top * stride + right]! -
    sums[bottom * stride + left]! +
    sums[top * stride + left]!
  )
}
