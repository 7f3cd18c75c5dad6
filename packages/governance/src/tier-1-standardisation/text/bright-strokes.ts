import type { GreyPicture } from './grey-picture.ts'
import { reach } from './thin-strokes.ts'

/** More bright or more dark pixels than this, and the whole picture is searched as fast. */
const most = 4000

/**
 * Bright pixels that are strokes as `thinStrokes` has them; undefined where there are so many that may be one that the whole picture has to
 * be searched. Most slices have none or next to none: bone is bright and thick, and what is thin in a lung is not among the brightest.
 * @param brightness least value of a bright pixel
 * @param contrast least contrast of a stroke
 */
export function brightStrokes(picture: GreyPicture, brightness: number, contrast: number): number[] | undefined {
  const { values } = picture
  const bright = placesOf(values, (value) => value >= brightness)
  if (bright) return bright.filter((place) => isStroke(picture, place, contrast))
  // A stroke has something darker within reach.
  const dark = placesOf(values, (value) => value <= 1 - contrast)
  return dark && brightNear(picture, dark, brightness).filter((place) => isStroke(picture, place, contrast))
}

/** Places of pixels, unless they are more than `most`. */
function placesOf(values: Float32Array, isWanted: (value: number) => boolean): number[] | undefined {
  const places: number[] = []
  for (let i = 0; i < values.length; i += 1) {
    if (!isWanted(values[i]!)) continue
    if (places.length === most) return undefined
    places.push(i)
  }
  return places
}

function brightNear({ values, width, height }: GreyPicture, dark: readonly number[], brightness: number): number[] {
  const near = new Set<number>()
  for (const place of dark) {
    const [left, top] = [place % width, Math.floor(place / width)]
    for (let y = Math.max(0, top - reach); y <= Math.min(height - 1, top + reach); y += 1)
      for (let x = Math.max(0, left - reach); x <= Math.min(width - 1, left + reach); x += 1)
        if (values[y * width + x]! >= brightness) near.add(y * width + x)
  }
  return [...near]
}

/** Whether every square of nine pixels about a pixel holds one that is darker by the contrast. */
function isStroke({ values, width, height }: GreyPicture, place: number, contrast: number): boolean {
  const [left, top, value] = [place % width, Math.floor(place / width), values[place]!]
  const isDarker = (at: number) => value - values[at]! >= contrast
  const hasDarker = (x: number, y: number) => {
    for (let j = Math.max(0, y - reach); j <= Math.min(height - 1, y + reach); j += 1)
      for (let i = Math.max(0, x - reach); i <= Math.min(width - 1, x + reach); i += 1)
        if (isDarker(j * width + i)) return true
    return false
  }
  // The square about the pixel itself first: within bone it holds nothing darker.
  if (!hasDarker(left, top)) return false
  for (let y = Math.max(0, top - reach); y <= Math.min(height - 1, top + reach); y += 1)
    for (let x = Math.max(0, left - reach); x <= Math.min(width - 1, left + reach); x += 1)
      if (!hasDarker(x, y)) return false
  return true
}
