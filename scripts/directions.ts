// The architecture as a table: which part of the house may import which. Everything not named is forbidden.

/** Part of the house → the parts that it may import. */
export const mayImport: Record<string, readonly string[]> = {
  'packages/contracts': [],
  'packages/statistics': [],
  'packages/messages': ['packages/contracts'],
  'packages/signing': ['packages/contracts'],
  'packages/store': ['packages/contracts'],
  'packages/formats': ['packages/contracts'],
  'packages/http': ['packages/contracts', 'packages/messages'],
  'packages/access': ['packages/contracts', 'packages/store', 'packages/http'],
  'packages/ledger': ['packages/contracts', 'packages/signing', 'packages/store'],
  'packages/link': ['packages/contracts', 'packages/signing', 'packages/store'],
  'packages/runner': ['packages/contracts'],
  'packages/governance': ['packages/contracts', 'packages/signing', 'packages/formats', 'packages/statistics'],
  'packages/categories': ['packages/contracts', 'packages/statistics', 'packages/formats', 'packages/governance'],
  'packages/report': [
    'packages/contracts',
    'packages/messages',
    'packages/signing',
    'packages/statistics',
    'packages/ledger',
    'packages/categories',
  ],
  'apps/hub': ['packages/*'],
  'apps/hospital': ['packages/*'],
  'apps/cli': ['packages/*'],
  'apps/portal': ['packages/contracts', 'packages/messages', 'packages/report'],
  demo: ['packages/*'],
  bench: ['packages/*', 'demo'],
  scripts: [],
}

/** npm packages (or node: built-ins) that only these parts may use. */
export const reserved: Record<string, readonly string[]> = {
  react: ['apps/portal'],
  '@electric-sql/pglite': ['packages/store'],
  pg: ['packages/store'],
}

/** What tests of a part may import besides. */
export const testsMayImport: Record<string, readonly string[]> = {
  'packages/report': ['packages/store'],
  'packages/governance': ['packages/messages'],
  'packages/formats': ['packages/http'],
  'packages/link': ['packages/http'],
  'packages/runner': ['packages/http'],
}

/** `contracts` and `statistics` stay pure: nothing but these. */
export const onlyExternals: Record<string, readonly string[]> = {
  'packages/contracts': ['zod'],
  'packages/statistics': ['zod'],
}

/** The part that a path from the root lies in, or undefined for a path outside the house. */
export function partOf(path: string): string | undefined {
  const [first, second] = path.split('/')
  if (first === 'packages' || first === 'apps') return `${first}/${second}`
  return first !== undefined && first in mayImport ? first : undefined
}

/** Whether the table lets `from` import `to`. */
export function isAllowed(from: string, to: string): boolean {
  if (from === to) return true
  const allowed = mayImport[from] ?? []
  return allowed.includes(to) || (to.startsWith('packages/') && allowed.includes('packages/*'))
}
