import type { Photograph } from '@assay/formats'
import type { Draws } from '@assay/statistics'

/** What a photograph of a model's fundus shows. */
export interface FundusDescription {
  /** Grade of retinopathy, 0 to 4. */
  readonly grade: number
  /** Whether it is dark and out of focus, as nobody can grade it. */
  readonly isUngradable: boolean
}

interface Place {
  readonly x: number
  readonly y: number
}

/** How many of each lesion a grade has, least and most. Source: the wording of the ICDR scale, put into numbers of our own. */
const lesions: Readonly<Record<number, { microaneurysms: Range; haemorrhages: Range; exudates: Range; tufts: Range }>> =
  {
    0: { microaneurysms: [0, 0], haemorrhages: [0, 0], exudates: [0, 0], tufts: [0, 0] },
    1: { microaneurysms: [2, 5], haemorrhages: [0, 0], exudates: [0, 0], tufts: [0, 0] },
    2: { microaneurysms: [6, 14], haemorrhages: [2, 6], exudates: [2, 7], tufts: [0, 0] },
    3: { microaneurysms: [15, 28], haemorrhages: [10, 18], exudates: [4, 12], tufts: [0, 0] },
    4: { microaneurysms: [12, 28], haemorrhages: [8, 18], exudates: [4, 14], tufts: [2, 4] },
  }
type Range = readonly [number, number]

/**
 * Draws a fundus that no patient has: a lit disc on black with optic disc, macula, branching vessels, and the lesions of its grade; now and
 * then a pale spot that means nothing.
 * @param size pixels a side, 64 or more
 */
export function drawFundus(draws: Draws, size: number, { grade, isUngradable }: FundusDescription): Photograph {
  const scale = size / 256
  const canvas = new Float32Array(size * size * 3)
  const side = draws.uniform() < 0.5 ? -1 : 1
  const centre = size / 2
  const disc = { x: centre + side * 0.27 * size, y: centre + (draws.uniform() - 0.5) * 0.06 * size }
  paintGround(canvas, size, {
    disc,
    macula: { x: centre - side * 0.1 * size, y: centre },
    light: 0.8 + 0.3 * draws.uniform(),
  })
  paintVessels(canvas, size, draws, { disc, side, scale })
  paintLesions(canvas, size, draws, { grade, disc, scale })
  const seen = isUngradable ? blurred(canvas, size, Math.round(7 * scale)) : canvas
  return finished(seen, size, draws, isUngradable ? 0.3 : 1)
}

function paintGround(
  canvas: Float32Array,
  size: number,
  { disc, macula, light }: { disc: Place; macula: Place; light: number },
): void {
  const radius = 0.47 * size
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const r = Math.hypot(x - size / 2, y - size / 2) / radius
      if (r > 1) continue
      const lit = light * (1 - 0.4 * r * r)
      const dark = 0.3 * bell(Math.hypot(x - macula.x, y - macula.y), 0.07 * size)
      const bright = bell(Math.hypot(x - disc.x, y - disc.y), 0.045 * size)
      const at = 3 * (y * size + x)
      canvas[at] = lit * (195 - 40 * dark + 60 * bright)
      canvas[at + 1] = lit * (95 - 60 * dark + 120 * bright)
      canvas[at + 2] = lit * (42 - 25 * dark + 70 * bright)
    }
}

function bell(distance: number, width: number): number {
  return Math.exp(-0.5 * (distance / width) ** 2)
}

/** Two arcades and their branches, as walks that leave the optic disc and thin out. */
function paintVessels(
  canvas: Float32Array,
  size: number,
  draws: Draws,
  { disc, side, scale }: { disc: Place; side: number; scale: number },
): void {
  const waiting = [1, -1].flatMap((up) => [
    { ...disc, angle: Math.atan2(up * 1.1, -side * 0.8), bend: -up * side * 0.008, width: 2.1 * scale, steps: 95 },
    { ...disc, angle: Math.atan2(up * 1, side * 0.9), bend: 0.002, width: 1.5 * scale, steps: 30 },
  ])
  for (let vessel = waiting.pop(); vessel; vessel = waiting.pop()) {
    let { x, y, angle, width } = vessel
    for (let step = 0; step < vessel.steps && width > 0.5 * scale; step += 1) {
      angle += vessel.bend + 0.07 * draws.normal()
      x += 2 * scale * Math.cos(angle)
      y += 2 * scale * Math.sin(angle)
      width *= 0.992
      dab(canvas, size, { x, y }, { width, colour: [-45, -42, -14] })
      if (draws.uniform() < 0.035 && waiting.length < 20)
        waiting.push({
          x,
          y,
          angle: angle + (draws.uniform() < 0.5 ? -0.7 : 0.7),
          bend: 0,
          width: 0.7 * width,
          steps: 30,
        })
    }
  }
}

const colours = { red: [-70, -62, -20], blot: [-85, -70, -22], pale: [55, 85, 25] } as const

function paintLesions(
  canvas: Float32Array,
  size: number,
  draws: Draws,
  { grade, disc, scale }: { grade: number; disc: Place; scale: number },
): void {
  const counts = lesions[grade]!
  const number = ([least, most]: Range) => least + draws.below(most - least + 1)
  const dabs = (count: number, width: () => number, colour: readonly number[]) => {
    for (let i = 0; i < count; i += 1)
      dab(canvas, size, somewhere(draws, size, disc), { width: width() * scale, colour })
  }
  dabs(number(counts.microaneurysms), () => 1.1 + 0.5 * draws.uniform(), colours.red)
  dabs(number(counts.haemorrhages), () => 2.2 + 2 * draws.uniform(), colours.blot)
  dabs(number(counts.exudates), () => 1.3 + 1.4 * draws.uniform(), colours.pale)
  dabs(draws.uniform() < 0.25 ? 1 + draws.below(2) : 0, () => 1.3, colours.pale)
  for (let tuft = number(counts.tufts); tuft > 0; tuft -= 1) {
    const from = { x: disc.x + 0.06 * size * draws.normal(), y: disc.y + 0.06 * size * draws.normal() }
    for (let i = 0; i < 25; i += 1) {
      const place = { x: from.x + 5 * scale * draws.normal(), y: from.y + 5 * scale * draws.normal() }
      dab(canvas, size, place, { width: 0.8 * scale, colour: colours.red })
    }
  }
}

/** A place on the fundus, away from the optic disc. */
function somewhere(draws: Draws, size: number, disc: Place): Place {
  for (;;) {
    const [r, angle] = [0.4 * size * Math.sqrt(draws.uniform()), 2 * Math.PI * draws.uniform()]
    const place = { x: size / 2 + r * Math.cos(angle), y: size / 2 + r * Math.sin(angle) }
    if (Math.hypot(place.x - disc.x, place.y - disc.y) > 0.12 * size) return place
  }
}

/** Adds a soft spot of a colour. */
function dab(
  canvas: Float32Array,
  size: number,
  { x, y }: Place,
  { width, colour }: { width: number; colour: readonly number[] },
): void {
  const reach = Math.ceil(2.5 * width)
  for (let row = Math.max(0, Math.round(y) - reach); row <= Math.min(size - 1, Math.round(y) + reach); row += 1)
    for (
      let column = Math.max(0, Math.round(x) - reach);
      column <= Math.min(size - 1, Math.round(x) + reach);
      column += 1
    ) {
      const at = 3 * (row * size + column)
      if (canvas[at] === 0) continue
      const weight = bell(Math.hypot(column - x, row - y), width)
      for (let channel = 0; channel < 3; channel += 1) canvas[at + channel]! += weight * colour[channel]!
    }
}

/** The mean over squares, twice. */
function blurred(canvas: Float32Array, size: number, reach: number): Float32Array {
  const along = (from: Float32Array, step: number, line: number) => {
    const to = new Float32Array(from.length)
    for (let at = 0; at < size * size; at += 1) {
      const place = step === 1 ? at % size : Math.floor(at / size)
      const [first, last] = [Math.max(0, place - reach), Math.min(size - 1, place + reach)]
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0
        for (let i = first; i <= last; i += 1) sum += from[3 * (at + (i - place) * line) + channel]!
        to[3 * at + channel] = sum / (last - first + 1)
      }
    }
    return to
  }
  return along(along(canvas, 1, 1), size, size)
}

function finished(canvas: Float32Array, size: number, draws: Draws, light: number): Photograph {
  const values = Uint8Array.from(canvas, (value) =>
    value === 0 ? 0 : Math.max(1, Math.min(255, Math.round(light * value + 2.5 * draws.normal()))),
  )
  return { width: size, height: size, channels: 3, bitsStored: 8, values }
}
