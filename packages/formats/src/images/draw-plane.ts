import sharp from 'sharp'

/** A plane of values in memory: rows from the top, x fastest. */
export interface DrawnPlane {
  readonly width: number
  readonly height: number
  /** Distances of columns and of rows; only their ratio counts. */
  readonly spacing: readonly [x: number, y: number]
  readonly values: ArrayLike<number>
}

/** First and last pixel of what is to be seen, from 0 on. */
export interface DrawnRegion {
  readonly from: readonly [x: number, y: number]
  readonly to: readonly [x: number, y: number]
}

/** Pixels along the longer side of a picture. */
const longerSide = 512

/**
 * A plane as a PNG of square pixels, for people to look at: dark to bright over the middle 98 % of its values. A region that is
 * not the whole plane is framed, bright within dark, so that the frame is seen on any ground.
 */
export async function drawPlane(plane: DrawnPlane, region?: DrawnRegion): Promise<Buffer> {
  const { width, height, spacing } = plane
  const [across, down] = [width * spacing[0], height * spacing[1]]
  const scale = longerSide / Math.max(across, down)
  const [columns, rows] = [Math.max(1, Math.round(across * scale)), Math.max(1, Math.round(down * scale))]
  const grey = sharp(toGrey(plane.values), { raw: { width, height, channels: 1 } })
  const { data, info } = await grey
    .resize({ width: columns, height: rows, fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const picture = { pixels: toColour(data, info.channels), columns, rows }
  if (region && !isWhole(plane, region)) frame(picture, plane, region)
  return sharp(picture.pixels, { raw: { width: columns, height: rows, channels: 3 } })
    .png()
    .toBuffer()
}

function toGrey(values: ArrayLike<number>): Uint8Array {
  const [least, most] = middleOf(values)
  const range = most > least ? most - least : 1
  return Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round((255 * (value - least)) / range))))
}

const mostSamples = 65_536

/** The first and the ninety-ninth percentile, over samples that are spread evenly. */
function middleOf(values: ArrayLike<number>): [number, number] {
  const step = Math.max(1, Math.floor(values.length / mostSamples))
  const samples: number[] = []
  for (let place = 0; place < values.length; place += step)
    if (Number.isFinite(values[place])) samples.push(values[place]!)
  samples.sort((a, b) => a - b)
  const at = (share: number) => samples[Math.round(share * (samples.length - 1))] ?? 0
  return [at(0.01), at(0.99)]
}

function toColour(data: Buffer, channels: number): Buffer {
  if (channels === 3) return data
  const pixels = Buffer.alloc((data.length / channels) * 3)
  for (let place = 0; place * channels < data.length; place += 1)
    pixels.fill(data[place * channels]!, 3 * place, 3 * place + 3)
  return pixels
}

function isWhole({ width, height }: DrawnPlane, { from, to }: DrawnRegion): boolean {
  return from[0] <= 0 && from[1] <= 0 && to[0] >= width - 1 && to[1] >= height - 1
}

const [bright, dark] = [
  [255, 214, 0],
  [0, 0, 0],
] as const

/** Two lines around a region, each two pixels wide, never outside the picture. */
function frame(
  { pixels, columns, rows }: { pixels: Buffer; columns: number; rows: number },
  { width, height }: DrawnPlane,
  { from, to }: DrawnRegion,
): void {
  const [sx, sy] = [columns / width, rows / height]
  const box = [from[0] * sx, from[1] * sy, (to[0] + 1) * sx - 1, (to[1] + 1) * sy - 1].map(Math.round)
  const [left, top, right, bottom] = box as [number, number, number, number]
  for (let grown = 4; grown >= 1; grown -= 1) {
    const colour = grown > 2 ? dark : bright
    const paint = (x: number, y: number) => {
      if (x >= 0 && y >= 0 && x < columns && y < rows) pixels.set(colour, 3 * (y * columns + x))
    }
    for (let x = left - grown; x <= right + grown; x += 1) for (const y of [top - grown, bottom + grown]) paint(x, y)
    for (let y = top - grown; y <= bottom + grown; y += 1) for (const x of [left - grown, right + grown]) paint(x, y)
  }
}
