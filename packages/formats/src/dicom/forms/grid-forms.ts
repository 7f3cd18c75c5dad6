import type { Cine } from '../../images/cine.ts'
import { mostVoxels, type Volume } from '../../images/volume.ts'
import { dicomUnreadable, dicomUnsupported } from '../dataset.ts'
import type { DecodingPool } from '../decoding/start-decoding-pool.ts'
import { cross, dot, type Plane, type Vector } from '../geometry/plane.ts'
import {
  type GeometryFinding,
  harmlessFaults,
  type SeriesGeometry,
  seriesGeometry,
} from '../geometry/series-geometry.ts'
import { arrayFor, fillValues, type Slot } from './fill-values.ts'
import type { SeriesHeader } from './series-file.ts'

/** A frame of a file, with its plane. */
interface Member {
  readonly header: SeriesHeader
  readonly plane: Plane
}

export type GridForm =
  | { readonly kind: 'volume'; readonly volume: Volume; readonly findings: readonly GeometryFinding[] }
  | { readonly kind: 'cine'; readonly cine: Cine; readonly findings: readonly GeometryFinding[] }

/**
 * Volumes and cines of a series whose frames have places in the patient: one for each stack.
 * @throws AssayError dicom-unreadable, dicom-unsupported with the geometry's fault where the planes are no grid
 */
export async function gridForms(headers: readonly SeriesHeader[], pool: DecodingPool): Promise<GridForm[]> {
  const members = headers.flatMap((header) => header.planes.map((plane) => ({ header, plane })))
  const stacks = Map.groupBy(members, ({ plane }) => plane.stack)
  const forms: GridForm[] = []
  for (const stack of stacks.values()) forms.push(await gridForm(stack, pool))
  return forms
}

async function gridForm(members: readonly Member[], pool: DecodingPool): Promise<GridForm> {
  const moments = momentsOf(members)
  const geometries = moments.map(({ members: own }) => seriesGeometry(own.map(({ plane }) => plane)))
  const [geometry] = geometries as [SeriesGeometry]
  geometries.forEach((one, i) => {
    refuseFaults(one, moments[i]!.members)
  })
  const grid = geometry.grid!
  const [{ plane }] = members as [Member]
  const size = [plane.columns, plane.rows, grid.order.length] as const
  const { findings } = geometry
  const slots = moments.flatMap(({ members: own }, moment) =>
    geometries[moment]!.grid!.order.map((member, slice) => slotOf(own[member]!, moment * size[2] + slice)),
  )
  const length = size[0] * size[1] * size[2] * moments.length
  if (length > mostVoxels) throw dicomUnsupported(plane.where, `${length} voxels`)
  const values = arrayFor(slots, length)
  await fillValues(values, slots, pool)
  const { affine, spacing } = grid
  if (moments.length === 1) return { kind: 'volume', volume: { size, spacing, affine, values }, findings }
  const frameTimes = moments.map(({ time }) => time - moments[0]!.time)
  return { kind: 'cine', cine: { size: [...size, moments.length], spacing, affine, values, frameTimes }, findings }
}

function slotOf({ header: { file, layout }, plane }: Member, index: number): Slot {
  return { file, layout, plane, index }
}

interface Moment {
  readonly members: readonly Member[]
  /** Milliseconds; the mean over slices, whose heartbeats may differ in length. */
  readonly time: number
}

/** The members moment by moment, where each place has several of different moments; else all as one. */
function momentsOf(members: readonly Member[]): Moment[] {
  const places = placesOf(members)
  const count = places[0]!.length
  const isCine = count > 1 && places.every((place) => areMoments(place))
  if (!isCine) return [{ members, time: 0 }]
  const { where } = members[0]!.plane
  if (places.some((place) => place.length !== count))
    throw dicomUnsupported(where, `${count} moments at one place, others at another`)
  if (members.some(({ plane }) => !plane.hasTime)) throw dicomUnsupported(where, 'moments without a time')
  return Array.from({ length: count }, (_, moment) => {
    const own = places.map((place) => place[moment]!)
    return { members: own, time: own.reduce((sum, { plane }) => sum + plane.moment!, 0) / own.length }
  })
}

/** Members that lie at one place, sorted by moment, lowest place first. */
function placesOf(members: readonly Member[]): Member[][] {
  const [{ plane: first }] = members as [Member]
  if (!first.across || !first.down) return [[...members]]
  const normal: Vector = cross(first.across, first.down)
  const depth = ({ plane }: Member) => Math.round((plane.position ? dot(plane.position, normal) : 0) * 20)
  const places = [...Map.groupBy(members, depth)].sort(([a], [b]) => a - b)
  return places.map(([, place]) => place.sort((a, b) => (a.plane.moment ?? 0) - (b.plane.moment ?? 0)))
}

function areMoments(place: readonly Member[]): boolean {
  const moments = place.map(({ plane }) => plane.moment)
  return moments.every((moment) => moment !== undefined) && new Set(moments).size === moments.length
}

/** Words for a fault: where it begins, and what was measured. */
function refuseFaults({ findings }: SeriesGeometry, members: readonly Member[]): void {
  const fault = findings.find((one) => !harmlessFaults.has(one.fault))
  if (!fault) return
  const { plane } = members[fault.planes[0]!]!
  const measured = fault.measured === undefined ? '' : ` of ${Number(fault.measured.toFixed(3))} ${fault.unit}`
  const what = `${fault.fault}${measured}, ${fault.planes.length} of ${members.length} planes`
  const fail =
    fault.fault === 'orientation-invalid' || fault.fault === 'place-missing' ? dicomUnreadable : dicomUnsupported
  throw fail(plane.where, what)
}
