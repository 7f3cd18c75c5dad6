import type { Spacing } from './label-volume.ts'

type Point = readonly [x: number, y: number, z: number]

/** Voxels about a corner: bit = y + 2 z + 4 x, as `elementSurface` sets them. */
const voxels: readonly Point[] = Array.from({ length: 8 }, (_, bit) => [bit >> 2, bit & 1, (bit >> 1) & 1] as const)

/**
 * Area of the surface between the eight voxels about a corner, for each of the 256 ways in which they lie inside or outside.
 * Inside voxels that share no face are parted (with more than four inside: outside ones). Each part's surface runs through the middles
 * of the edges between inside and outside; of the ways to cut it into triangles, the one with the largest area for cubic voxels. That
 * gives the areas of the table in "surface-distance" (Nikolov and others, 2021) for every way and spacing.
 * @returns mm², by code
 */
export function elementAreas(spacing: Spacing): Float64Array {
  return Float64Array.from({ length: 256 }, (_, code) =>
    triangles[code]!.reduce((sum, corners) => sum + triangleArea(corners.map((corner) => scaled(corner, spacing))), 0),
  )
}

const triangles: readonly (readonly Point[][])[] = Array.from({ length: 256 }, (_, code) => {
  const inside = [...voxels.keys()].filter((bit) => (code >> bit) & 1)
  const minority = inside.length > 4 ? [...voxels.keys()].filter((bit) => !((code >> bit) & 1)) : inside
  return minority.length === 0 ? [] : partsOf(minority).flatMap((part) => largestTriangles(outlineOf(part)))
})

/** Groups of voxels that hang together by faces. */
function partsOf(bits: readonly number[]): number[][] {
  const parts: number[][] = []
  for (const start of bits) {
    if (parts.some((part) => part.includes(start))) continue
    const part = [start]
    for (const one of part)
      for (const other of bits) if (!part.includes(other) && isNeighbour(one, other)) part.push(other)
    parts.push(part)
  }
  return parts
}

function isNeighbour(one: number, other: number): boolean {
  const [a, b] = [voxels[one]!, voxels[other]!]
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]) === 1
}

interface Crossing {
  readonly inside: number
  readonly outside: number
}

/** The closed line around a part, through the middles of the edges that leave it. */
function outlineOf(part: readonly number[]): Point[] {
  const crossings = part.flatMap((inside) =>
    [...voxels.keys()].flatMap((outside) =>
      isNeighbour(inside, outside) && !part.includes(outside) ? [{ inside, outside }] : [],
    ),
  )
  const line = [crossings[0]!]
  for (;;) {
    const next = neighboursOf(line.at(-1)!, crossings, part).find((one) => !line.includes(one))
    if (!next) return line.map(middleOf)
    line.push(next)
  }
}

/** The crossings that the line reaches next over each of the two faces of the cube that an edge belongs to. */
function neighboursOf(crossing: Crossing, crossings: readonly Crossing[], part: readonly number[]): Crossing[] {
  return [0, 1, 2].flatMap((axis) => {
    const side = voxels[crossing.inside]![axis]!
    if (voxels[crossing.outside]![axis] !== side) return []
    const onFace = (bit: number) => voxels[bit]![axis] === side
    const others = crossings.filter((one) => one !== crossing && onFace(one.inside) && onFace(one.outside))
    const [first, second] = part.filter(onFace)
    const areOpposite = part.filter(onFace).length === 2 && !isNeighbour(first!, second!)
    const next = areOpposite ? others.find(({ inside }) => inside === crossing.inside) : others[0]
    return next ? [next] : []
  })
}

function middleOf({ inside, outside }: Crossing): Point {
  const [a, b] = [voxels[inside]!, voxels[outside]!]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]
}

/** Of all ways to cut a polygon into triangles the one with the largest area. */
function largestTriangles(polygon: readonly Point[]): Point[][] {
  let best: { area: number; cut: Point[][] } = { area: -1, cut: [] }
  for (const cut of cuts(polygon)) {
    const area = cut.reduce((sum, triangle) => sum + triangleArea(triangle), 0)
    if (area > best.area + 1e-9) best = { area, cut }
  }
  return best.cut
}

function cuts(polygon: readonly Point[]): Point[][][] {
  if (polygon.length < 3) return [[]]
  const [first, last] = [polygon[0]!, polygon.at(-1)!]
  return polygon.slice(1, -1).flatMap((apex, index) => {
    const [before, after] = [cuts(polygon.slice(0, index + 2)), cuts(polygon.slice(index + 1))]
    return before.flatMap((one) => after.map((other) => [...one, ...other, [first, apex, last]]))
  })
}

function triangleArea([a, b, c]: readonly Point[]): number {
  const [u, v] = [minus(b!, a!), minus(c!, a!)]
  return Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function scaled(point: Point, spacing: Spacing): Point {
  return [point[0] * spacing[0], point[1] * spacing[1], point[2] * spacing[2]]
}
