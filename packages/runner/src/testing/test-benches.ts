import { type Bench, type ExecutorWish, openBench } from '../executors/choose-executor.ts'

/** A bench of each executor, and whether this machine has it: tests skip by name where it is missing. */
export async function openTestBenches(wishes: readonly ExecutorWish[]): Promise<[string, Bench, boolean][]> {
  const benches: [string, Bench, boolean][] = []
  for (const wish of wishes) {
    const bench = await openBench(wish)
    const name = wish === 'none' ? 'without isolation' : `in ${wish} (needs ${wish})`
    benches.push([name, bench, wish === bench.executor.isolation])
  }
  return benches
}
