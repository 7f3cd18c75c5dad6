import { AssayError } from '@assay/contracts'
import { type MeasurementReport, readMeasurementReport } from '@assay/formats'
import type { Nodule, Point } from './nodule.ts'

type Measurement = MeasurementReport['measurements'][number]

/** Diameter, else long axis: SNOMED CT, and as SNOMED RT had them. Source: DICOM PS3.16 CID 7470. */
const diameters = [
  ['81827009', 'M-02550'],
  ['103339001', 'G-A185'],
]

/** Regions that have a middle: a point, the ends of a line, of the axes of an ellipse or an ellipsoid. Source: DICOM PS3.3 C.18.9. */
const corners: Readonly<Record<string, number>> = { POINT: 1, POLYLINE: 2, ELLIPSE: 4, ELLIPSOID: 6 }

/**
 * The findings of a structured report: a diameter in millimetres each, with a place in the patient (SCOORD3D). A report without a diameter has
 * no findings.
 * @throws AssayError dicom-unreadable; reference-invalid for a diameter without a place, or in other units
 */
export function nodulesOfReport(bytes: Uint8Array, where: string, isIrrelevant: boolean): Nodule[] {
  const { measurements } = readMeasurementReport(bytes, where)
  const findings = Map.groupBy(measurements.filter(isDiameter), (one) => one.trackingUid ?? one.trackingId ?? one)
  return [...findings.values()].map((own) => {
    const [measured] = own.sort((a, b) => rankOf(a) - rankOf(b)) as [Measurement]
    const { value, unit } = measured
    if (value === undefined || !(value > 0) || unit?.value !== 'mm')
      throw invalid(where, 'a diameter that is no length')
    return { centre: centreOf(measured, where), diameter: value, isIrrelevant }
  })
}

function rankOf({ concept }: Measurement): number {
  return diameters.findIndex((codes) => codes.includes(concept?.value ?? ''))
}

function isDiameter(one: Measurement): boolean {
  return rankOf(one) >= 0
}

function centreOf({ regions }: Measurement, where: string): Point {
  const region = regions.find(
    ({ kind, coordinates, frameOfReference }) =>
      frameOfReference !== undefined && corners[kind] !== undefined && coordinates.length === 3 * corners[kind],
  )
  if (!region) throw invalid(where, 'a finding without a place in the patient')
  const points = region.coordinates.length / 3
  const mean = (axis: number) =>
    region.coordinates.reduce((sum, value, i) => (i % 3 === axis ? sum + value : sum), 0) / points
  return [mean(0), mean(1), mean(2)]
}

function invalid(where: string, what: string): AssayError {
  return new AssayError('reference-invalid', { where, what })
}
