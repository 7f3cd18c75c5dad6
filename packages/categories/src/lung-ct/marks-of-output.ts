import { AssayError, type Socket } from '@assay/contracts'
import type { SocketOutputs } from '@assay/formats'
import type { Mark } from '@assay/statistics/detection'

export const noduleSocket = {
  slug: 'nodule-locations',
  kind: 'Multiple points',
  relativePath: 'nodule-locations.json',
} as const satisfies Socket

/** More than any scan has candidates for; the score of a case is to cost no time that a device chooses. */
const mostMarks = 10_000
/** Farther from every scanner's centre than a patient reaches. */
const mostMillimetres = 10_000

/**
 * The nodules that a device marked: places in millimetres, left–posterior–superior, and probabilities in thousandths: finer steps could carry
 * a message. A point without a probability could not be ranked, and is none.
 * @throws AssayError output-invalid
 */
export function marksOfOutput(outputs: SocketOutputs): Mark[] {
  const { points } = outputs.value(noduleSocket)
  if (points.length > mostMarks) throw invalid('points-too-many', `${mostMarks}`)
  return points.map(({ point, probability }, place) => {
    if (probability === undefined || probability === null) throw invalid('point-without-probability', `${place + 1}`)
    if (point.some((value) => Math.abs(value) > mostMillimetres)) throw invalid('point-far-away', `${place + 1}`)
    return { centre: point, score: Math.round(1000 * probability) / 1000 }
  })
}

function invalid(what: string, detail: string): AssayError {
  return new AssayError('output-invalid', { where: noduleSocket.slug, what, detail })
}
