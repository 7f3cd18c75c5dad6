import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { leastSize } from '@assay/statistics/planning'
import type { ResultCell, ResultTable } from '../method.ts'
import { sharesOf } from '../number-list.ts'
import type { SizedPlan } from './plan-endpoints.ts'

/** `all`: the claim is that every subgroup holds the bound, and no error is shared out. `each`: a claim for each, Bonferroni. */
export const claims = ['all', 'each'] as const

/** A plan of the whole sample, with what it gives each subgroup. */
export type SubgroupPlan = Omit<SizedPlan, 'given'> & { readonly ofSubgroup: SizedPlan }

/** Shares of the sample, 1 in all at most. @throws AssayError `option-invalid` */
export function subgroupsOf(text: string): number[] {
  const shares = sharesOf('--subgroups')(text)
  const sum = shares.reduce((total, value) => total + value, 0)
  if (shares.every((value) => value > 0) && sum <= 1 + 1e-9) return shares
  throw new AssayError('option-invalid', { option: '--subgroups', what: 'option-subgroups' })
}

/** Cases of a subgroup in a sample. */
const part = (size: number, share: number) => Math.max(4, Math.floor(size * share))

/**
 * The whole sample's plan: for `all` its power is that every subgroup's limit holds the bound, subgroups being of different cases; for `each` that of the
 * smallest.
 */
export function subgroupPlan(
  shares: readonly number[],
  claim: (typeof claims)[number],
  power: number,
  own: SizedPlan,
): SubgroupPlan {
  const smallest = Math.min(...shares)
  const together = (powers: readonly number[]) =>
    claim === 'all' ? powers.reduce((product, value) => product * value, 1) : Math.min(...powers)
  const at = (size: number) => ({
    size,
    power: together(shares.map((share) => own.at(part(size, share)).power)),
    halfWidth: own.at(part(size, smallest)).halfWidth,
  })
  return {
    size: own.size === undefined ? undefined : leastSize((size) => at(size).power, power, 8, 0.1),
    at,
    simulate: (size, simulation) => {
      const simulated = shares.map((share, i) =>
        own.simulate(part(size, share), { ...simulation, seed: simulation.seed + i }),
      )
      const all = together(simulated.map((one) => one.power))
      return { power: all, standardError: Math.sqrt((all * (1 - all)) / simulation.runs), runs: simulation.runs }
    },
    ofSubgroup: own,
  }
}

/** What each subgroup has at the size. */
export function subgroupTable(
  shares: readonly number[],
  plan: SizedPlan | SubgroupPlan,
  size: number,
  t: Translator,
): ResultTable {
  const own = 'ofSubgroup' in plan ? plan.ofSubgroup : plan
  return {
    title: t('cli.statistics.plan.subgroupTitle'),
    columns: [
      ...[t('cli.statistics.plan.subgroupShare'), t('cli.statistics.plan.cases')],
      ...[t('cli.statistics.plan.powerColumn'), t('cli.statistics.plan.halfWidth')],
    ],
    rows: shares.map((share): ResultCell[] => {
      const at = own.at(part(size, share))
      return [
        ...([
          { value: share, format: 'share' },
          { value: at.size, format: 'count' },
        ] as const),
        ...([
          { value: at.power, format: 'share' },
          { value: at.halfWidth, format: 'number' },
        ] as const),
      ]
    }),
  }
}
