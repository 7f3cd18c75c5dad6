/** What is wrong with a file of hashes: a key of `training.fault`, with its parameters. */
export type HashFault = { key: 'line'; line: number } | { key: 'empty' } | { key: 'many'; most: number }

/** As many as a declaration holds. */
const mostHashes = 1_000_000

/**
 * Hashes of a file, one SHA-256 a line as `sha256sum` writes it; empty lines are passed over, a hash that
 * stands twice is kept once. In order, as a declaration has them.
 */
export function hashesIn(text: string, most = mostHashes): { hashes: string[] } | { fault: HashFault } {
  const found = new Set<string>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const hash = /^\s*([0-9a-fA-F]{64})(?:\s|$)/.exec(line)?.[1]
    if (hash === undefined) return { fault: { key: 'line', line: index + 1 } }
    found.add(hash.toLowerCase())
  }
  if (found.size === 0) return { fault: { key: 'empty' } }
  if (found.size > most) return { fault: { key: 'many', most } }
  return { hashes: [...found].sort() }
}
