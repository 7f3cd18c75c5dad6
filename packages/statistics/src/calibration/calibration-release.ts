import type { z } from 'zod'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { type RatioSums, ratioCellNames, ratioFault } from '../proportions/ratio-cells.ts'
import { binName, calibrationCellNames, proportionNames } from './calibration-cells.ts'

/** Slack for sums of what is not whole. */
const slack = 1 + 1e-9

/** What `calibration` releases: its cells, with numbers that cases can have given. What is withheld is not checked. */
export function calibrationRelease(bins: number): z.ZodType<Released> {
  return releasedBy('calibration', 1, calibrationCellNames(bins)).superRefine(({ cells }, context) => {
    const exact = exactValues(cells)
    for (const message of [...shareFaults(exact, bins), ...sumFaults(exact, bins), ...binFaults(exact, bins)])
      context.addIssue({ code: 'custom', message })
  })
}

type Values = ReadonlyMap<string, number>

function exactValues(cells: Released['cells']): Values {
  const values = new Map<string, number>()
  for (const [name, cell] of Object.entries(cells)) {
    if (cell.kind === 'exact') values.set(name, cell.value)
    if (cell.kind === 'structural-zero') values.set(name, 0)
  }
  return values
}

function shareFaults(exact: Values, bins: number): string[] {
  return proportionNames(bins).flatMap((name) => {
    const entries = Object.entries(ratioCellNames(name)).map(([part, cell]) => [part, exact.get(cell)] as const)
    if (entries.some(([, value]) => value === undefined)) return []
    const fault = ratioFault(Object.fromEntries(entries) as RatioSums)
    return fault ? [`${name}: ${fault}`] : []
  })
}

/** Cases and events of the bins are those of the sample. */
function sumFaults(exact: Values, bins: number): string[] {
  return (['numerator', 'denominator'] as const).flatMap((part) => {
    const whole = exact.get(`events.${part}`)
    const parts = Array.from({ length: bins }, (_, k) => exact.get(`${binName(k)}.observed.${part}`))
    if (whole === undefined || parts.some((value) => value === undefined)) return []
    const sum = parts.reduce<number>((total, value) => total + (value ?? 0), 0)
    return sum === whole ? [] : [`events.${part}: not the sum of the bins`]
  })
}

/** Offsets from the middle of a bin are within it. */
function binFaults(exact: Values, bins: number): string[] {
  const reach = 0.5 / bins
  return Array.from({ length: bins }, (_, k) => binName(k)).flatMap((name) => {
    const at = (cell: string) => exact.get(`${name}.${cell}`)
    const [cases = Number.MAX_VALUE, events = Number.MAX_VALUE] = [at('observed.denominator'), at('observed.numerator')]
    const isWithin =
      Math.abs(at('difference.numerator') ?? 0) <= cases * slack &&
      Math.abs(at('event-offset') ?? 0) <= events * reach * slack &&
      (at('squared-offset') ?? 0) >= 0 &&
      (at('squared-offset') ?? 0) <= cases * reach * reach * slack
    return isWithin ? [] : [`${name}: forecasts outside the bin`]
  })
}
