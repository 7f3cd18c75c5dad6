import { type Box, boxesOfComponents } from './boxes-of-components.ts'
import { brightStrokes } from './bright-strokes.ts'
import type { GreyPicture } from './grey-picture.ts'
import { thinStrokes } from './thin-strokes.ts'

export interface TextLimits {
  /** Least contrast of bright strokes against what is around them, of the picture's range. */
  readonly contrast: number
  /** Least brightness of a quarter of a line's strokes, of the picture's range: text is written in the brightest value. */
  readonly brightness: number
  /** Least and most pixels that a line may be high. */
  readonly heights: readonly [least: number, most: number]
}

/** How far strokes of one line may stand apart, pixels: narrow for small text, wide for large. */
const gaps = [2, 4, 8, 14]
/** Dark text is looked for on what is nearly white alone: between tissues there are dark gaps of any shape. */
const darkContrast = 0.8

/**
 * Where lines of burned-in text seem to stand: strokes thinner than nine pixels, among the brightest of the picture, that stand out from
 * what is around them side by side in a band, and cut its rows again and again. It reads nothing: it says where to look. Dark text on white
 * is found alike. The measure and its limits are this platform's; `text-in-pixels.test.ts` says how much is found.
 */
export function findTextLines(picture: GreyPicture, limits: TextLimits): Box[] {
  const inverted = { ...picture, values: picture.values.map((value) => 1 - value) }
  return withoutCovered([
    ...brightLines(picture, limits),
    ...brightLines(inverted, { ...limits, contrast: Math.max(limits.contrast, darkContrast) }),
  ])
}

/** A line of the least height and width has three pixels of strokes at least, and two of those are bright. */
const fewestBright = 2

function brightLines(picture: GreyPicture, limits: TextLimits): Box[] {
  const bright = brightStrokes(picture, limits.brightness, limits.contrast)
  if (bright && !areGathered(bright, picture.width, limits)) return []
  const strokes = thinStrokes(picture, limits.contrast)
  return gaps.flatMap((gap) =>
    boxesOfComponents(joined(strokes, picture, gap), picture.width).filter(
      (box) => hasShapeOfLine(box, gap, limits) && hasStrokesOfText(inkOf(picture, strokes, box), limits),
    ),
  )
}

/** Whether enough of the bright strokes stand within the height of one line. */
function areGathered(bright: readonly number[], width: number, { heights }: TextLimits): boolean {
  const rows = bright.map((place) => Math.floor(place / width)).sort((a, b) => a - b)
  return rows.some((row, i) => (rows[i + fewestBright - 1] ?? Infinity) - row < heights[1])
}

/** Joins strokes that stand at most so far apart in a row, or nearly touch in a column. */
function joined(strokes: Uint8Array, { width, height }: GreyPicture, gap: number): Uint8Array {
  const whole = Uint8Array.from(strokes)
  const rows = { strokes, whole, lines: height, length: width, stride: width, step: 1 }
  const columns = { strokes, whole, lines: width, length: height, stride: 1, step: width }
  bridge(rows, 2 * gap)
  bridge(columns, Math.max(1, Math.round(gap / 3)) + 1)
  return whole
}

interface Lines {
  readonly strokes: Uint8Array
  readonly whole: Uint8Array
  readonly lines: number
  readonly length: number
  readonly stride: number
  readonly step: number
}

function bridge({ strokes, whole, lines, length, stride, step }: Lines, most: number): void {
  for (let line = 0; line < lines; line += 1) {
    let last = -Infinity
    for (let i = 0; i < length; i += 1) {
      if (strokes[line * stride + i * step] === 0) continue
      if (i - last <= most) for (let k = last + 1; k < i; k += 1) whole[line * stride + k * step] = 1
      last = i
    }
  }
}

function hasShapeOfLine([left, top, right, bottom]: Box, gap: number, { heights }: TextLimits): boolean {
  const [across, high] = [right - left + 1, bottom - top + 1]
  return high >= heights[0] && high <= heights[1] && across >= 1.8 * high && gap <= 1.2 * high && gap >= 0.12 * high
}

/** What a box has of strokes. */
interface Ink {
  readonly across: number
  readonly high: number
  readonly pixels: number
  /** Pieces that its rows are cut into. */
  readonly runs: number
  readonly rows: number
  readonly columns: number
  /** Of a quarter of its pixels at least. */
  readonly brightness: number
}

function inkOf({ values, width }: GreyPicture, strokes: Uint8Array, [left, top, right, bottom]: Box): Ink {
  const [across, high] = [right - left + 1, bottom - top + 1]
  const columns = new Uint8Array(across)
  const rows = new Uint8Array(high)
  const bright: number[] = []
  let runs = 0
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) {
      const at = y * width + x
      if (strokes[at] === 0) continue
      if (x === left || strokes[at - 1] === 0) runs += 1
      columns[x - left] = 1
      rows[y - top] = 1
      bright.push(values[at]!)
    }
  const count = (marks: Uint8Array) => marks.reduce((sum, mark) => sum + mark, 0)
  const brightness = bright.sort((a, b) => a - b)[Math.floor(0.75 * (bright.length - 1))] ?? 0
  return { across, high, pixels: bright.length, runs, rows: count(rows), columns: count(columns), brightness }
}

function hasStrokesOfText({ across, high, pixels, runs, rows, columns, brightness }: Ink, limits: TextLimits): boolean {
  const filled = pixels / (across * high)
  return (
    runs / high >= Math.max(1, (0.75 * across) / high) &&
    pixels / runs <= 0.28 * high + 1 &&
    filled > 0.1 &&
    filled < 0.62 &&
    rows > 0.9 * high &&
    columns > 0.45 * across &&
    brightness >= limits.brightness
  )
}

/** Of lines that lie over each other the largest. */
function withoutCovered(lines: readonly Box[]): Box[] {
  const area = ([left, top, right, bottom]: Box) => (right - left + 1) * (bottom - top + 1)
  const kept: Box[] = []
  for (const line of [...lines].sort((a, b) => area(b) - area(a)))
    if (!kept.some((other) => overlap(other, line))) kept.push(line)
  return kept
}

function overlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}
