import { dawidSkene } from '@assay/statistics/agreement'
import type { ReadItems } from '../../subject/test-set.ts'

/** How far readers agree with each other and with the reference standard. What can not be told is undefined. */
export interface ReadingAgreement {
  /** Share of readings of items that differ from the reference standard. */
  readonly differing: number | undefined
  /** Krippendorff's alpha over the readers, classes nominal, without the reference standard. */
  readonly alpha: number | undefined
  /** Specific agreement of the two readers who agree least, in [0, 1]: of the labels that either gave, the share that the other gave, too. */
  readonly leastPair: number | undefined
  /** Expected share of the reference standard's items whose label is wrong. */
  readonly wrong: number | undefined
}

/** Fewer readers than these of an item, and the model of their errors is not identified. */
const leastReaders = 3

/**
 * Agreement over items; `count` items that were read alike count as so many. Where three readers or more have read items, their error
 * rates and the items' true classes are estimated from the readings alone (Dawid and Skene, see `dawidSkene`); the reference standard is
 * then held against them: `wrong` is the mean probability that an item's true class is another than the reference's. Readers who share a
 * mistake hide it, and a reference that is right against most readers counts as wrong.
 * An item that a reader did not mark is '' by that reader: two who both left it out agree in nothing that could be counted, so that the
 * agreement of a pair is that on what was marked, 2a / (2a + b + c), over all classes.
 * Sources: Cicchetti, Feinstein, *Journal of Clinical Epidemiology* 43:551–558 (1990), specific agreement; Krippendorff, *Content Analysis*, 3rd ed. (2013), ch. 12; Dawid, Skene, *Applied Statistics* 28:20–28 (1979).
 */
export function readingAgreement(items: readonly ReadItems[]): ReadingAgreement {
  let [readings, differing] = [0, 0]
  for (const { reference, said, count } of items)
    for (const label of Object.values(said)) {
      readings += count
      if (label !== reference) differing += count
    }
  return {
    differing: readings === 0 ? undefined : differing / readings,
    alpha: nominalAlpha(items),
    leastPair: leastPairAgreement(items),
    wrong: likelyWrong(items),
  }
}

function leastPairAgreement(items: readonly ReadItems[]): number | undefined {
  const pairs = new Map<string, { same: number; given: number }>()
  for (const { said, count } of items)
    for (const [pair, a, b] of pairsOf(said)) {
      const counts = pairs.get(pair) ?? { same: 0, given: 0 }
      counts.given += count * [a, b].filter((label) => label !== '').length
      if (a === b && a !== '') counts.same += 2 * count
      pairs.set(pair, counts)
    }
  const agreements = [...pairs.values()].filter(({ given }) => given > 0).map(({ same, given }) => same / given)
  return agreements.length === 0 ? undefined : Math.min(...agreements)
}

/** Every two readers of an item, by name, with what each said. */
function pairsOf(said: Readonly<Record<string, string>>): [string, string, string][] {
  const readers = Object.keys(said).sort()
  return readers.flatMap((a, i) =>
    readers.slice(i + 1).map((b): [string, string, string] => [JSON.stringify([a, b]), said[a]!, said[b]!]),
  )
}

/** Krippendorff's alpha for nominal classes from coincidences; undefined without two readings of an item, or with one class alone. */
function nominalAlpha(items: readonly ReadItems[]): number | undefined {
  const totals = new Map<string, number>()
  let [apart, all] = [0, 0]
  for (const { said, count } of items) {
    const labels = Object.values(said)
    if (labels.length < 2) continue
    all += count * labels.length
    for (const label of labels) totals.set(label, (totals.get(label) ?? 0) + count)
    const unequal = labels.reduce((sum, a) => sum + labels.filter((b) => a !== b).length, 0)
    apart += (count * unequal) / (labels.length - 1)
  }
  const expected = [...totals.values()].reduce((sum, total) => sum + total * (all - total), 0)
  return all === 0 || expected === 0 ? undefined : 1 - ((all - 1) * apart) / expected
}

function likelyWrong(items: readonly ReadItems[]): number | undefined {
  const read = items.filter(({ said }) => Object.keys(said).length >= leastReaders)
  const readers = [...new Set(read.flatMap(({ said }) => Object.keys(said)))].sort()
  const classes = [...new Set(read.flatMap(({ said, reference }) => [reference, ...Object.values(said)]))].sort()
  if (read.length === 0 || classes.length < 2) return undefined
  const [raters, categories] = [readers.length, classes.length]
  const counts = new Float64Array(read.length * raters * categories)
  for (const [item, { said }] of read.entries())
    for (const [reader, label] of Object.entries(said))
      counts[(item * raters + readers.indexOf(reader)) * categories + classes.indexOf(label)] = 1
  const weights = Float64Array.from(read, ({ count }) => count)
  const { posteriors } = dawidSkene({ raters, categories, counts, weights })
  let [wrong, all] = [0, 0]
  for (const [item, { reference, count }] of read.entries()) {
    all += count
    wrong += count * (1 - posteriors[item * categories + classes.indexOf(reference)]!)
  }
  return wrong / all
}
