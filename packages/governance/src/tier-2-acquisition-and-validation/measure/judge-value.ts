import type { Finding, FindingPlace } from '@assay/contracts'
import type { Examination } from '../../engine/check.ts'

/** Holds one measured value to a limit: the measurement always, a finding when it lies beyond. */
export function judgeValue(given: {
  name: string
  value: number
  unit: string
  least?: number | undefined
  most?: number | undefined
  code: Finding['code']
  where: FindingPlace
}): Examination {
  const { name, value, unit, least, most, code, where } = given
  const measurements = [{ name, value, unit }]
  const isWithin = value >= (least ?? -Infinity) && value <= (most ?? Infinity)
  if (isWithin) return { measurements, findings: [] }
  const expected = { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }), unit }
  return { measurements, findings: [{ code, measured: { value, unit }, expected, where }] }
}
