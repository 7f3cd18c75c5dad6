import type { Draws } from '@assay/statistics'
import type { Point } from '../nodules/nodule.ts'
import { type ChestGrid, depthInLung, drawBall, lungs, tissue } from './chest.ts'

/** Step along a vessel over its radius. */
const step = 0.7
/** Below this a vessel ends, millimetres. */
const leastRadius = 1.1
const firstRadius = 4.5

/** Draws the vessels of both lungs: each begins at the hilum, bends by chance, branches, and thins out towards the pleura. */
export function drawVessels(values: Int16Array, grid: ChestGrid, draws: Draws): void {
  for (const lung of lungs) {
    const side = Math.sign(lung.centre[0])
    const hilum: Point = [side * 26, 5, 0]
    for (let vessel = 0; vessel < 7; vessel += 1)
      grow(values, grid, draws, { at: hilum, direction: turned([side, 0, 0], 1.2, draws), radius: firstRadius })
  }
}

/** Draws short vessels that stand by themselves, as ones do that cross few slices: what a detector takes for nodules. */
export function drawSegments(values: Int16Array, grid: ChestGrid, draws: Draws, count: number): void {
  for (let segment = 0; segment < count; segment += 1) {
    const from = placeInLung(draws, 0.75, grid)
    const direction = unit([draws.normal(), draws.normal(), draws.normal()])
    const radius = 1.5 + draws.uniform()
    const length = 12 + 10 * draws.uniform()
    for (let along = 0; along < length; along += step * radius)
      drawBall(values, grid, {
        centre: moved(from, direction, along),
        radii: [radius, radius, radius],
        hounsfield: tissue.blood,
      })
  }
}

interface Tip {
  readonly at: Point
  readonly direction: Point
  readonly radius: number
}

function grow(values: Int16Array, grid: ChestGrid, draws: Draws, first: Tip): void {
  const tips: Tip[] = [first]
  for (let tip = tips.pop(); tip; tip = tips.pop()) {
    const { at, radius } = tip
    const isInside = lungs.some((lung) => depthInLung(at, lung) < 0.93)
    const isAtRoot = radius > 0.8 * firstRadius
    if (radius < leastRadius || !(isInside || isAtRoot)) continue
    drawBall(values, grid, { centre: at, radii: [radius, radius, radius], hounsfield: tissue.blood })
    const direction = turned(tip.direction, 0.12, draws)
    const next = { at: moved(at, direction, step * radius), direction, radius: 0.98 * radius }
    tips.push(next)
    if (draws.uniform() < 0.07) tips.push({ ...next, direction: turned(direction, 0.7, draws), radius: 0.75 * radius })
  }
}

/** A place in a lung and in the picture, up to a share of the way to the pleura, with some room to the first and last slice. */
export function placeInLung(draws: Draws, most: number, { size, spacing, origin }: ChestGrid): Point {
  const room = 6
  const [bottom, top] = [origin[2] + room, origin[2] + (size[2] - 1) * spacing[2] - room]
  for (;;) {
    const lung = lungs[draws.below(lungs.length)]!
    const of = (axis: 0 | 1 | 2) => lung.centre[axis] + lung.radii[axis] * (2 * draws.uniform() - 1)
    const at: Point = [of(0), of(1), of(2)]
    if (depthInLung(at, lung) < most && at[2] > bottom && at[2] < top) return at
  }
}

function turned(direction: Point, by: number, draws: Draws): Point {
  return unit([
    direction[0] + by * draws.normal(),
    direction[1] + by * draws.normal(),
    direction[2] + by * draws.normal(),
  ])
}

function unit(vector: Point): Point {
  const length = Math.hypot(...vector)
  return [vector[0] / length, vector[1] / length, vector[2] / length]
}

function moved(at: Point, direction: Point, by: number): Point {
  return [at[0] + by * direction[0], at[1] + by * direction[1], at[2] + by * direction[2]]
}
