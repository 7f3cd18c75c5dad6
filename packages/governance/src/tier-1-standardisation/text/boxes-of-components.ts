/** First and last column and row. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/** Boxes about the components of a mask: pixels that touch at sides or corners. */
export function boxesOfComponents(mask: Uint8Array, width: number): Box[] {
  const left = Uint8Array.from(mask)
  const boxes: Box[] = []
  for (let start = 0; start < left.length; start += 1) if (left[start] === 1) boxes.push(takeOut(left, width, start))
  return boxes
}

/** Takes the component of a pixel out of what is left, and gives its box. */
function takeOut(left: Uint8Array, width: number, start: number): Box {
  const height = left.length / width
  let [west, north, east, south] = [width, height, 0, 0]
  const waiting = [start]
  left[start] = 0
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)]
    west = Math.min(west, x)
    east = Math.max(east, x)
    north = Math.min(north, y)
    south = Math.max(south, y)
    for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j += 1)
      for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i += 1) {
        if (left[j * width + i] === 0) continue
        left[j * width + i] = 0
        waiting.push(j * width + i)
      }
  }
  return [west, north, east, south]
}
