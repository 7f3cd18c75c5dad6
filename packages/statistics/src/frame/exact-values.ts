import type { Released } from './site-summary.ts'

/** Cells that left as they are, by name. */
export function exactValues(cells: Released['cells']): ReadonlyMap<string, number> {
  const values = new Map<string, number>()
  for (const [name, cell] of Object.entries(cells)) {
    if (cell.kind === 'exact') values.set(name, cell.value)
    if (cell.kind === 'structural-zero') values.set(name, 0)
  }
  return values
}

/** The values of some cells by other names; undefined unless all are exact. */
export function takeValues<Key extends string>(
  exact: ReadonlyMap<string, number>,
  names: Record<Key, string>,
): Record<Key, number> | undefined {
  const entries = (Object.entries(names) as [Key, string][]).map(([key, name]) => [key, exact.get(name)] as const)
  if (entries.some(([, value]) => value === undefined)) return undefined
  return Object.fromEntries(entries) as Record<Key, number>
}
