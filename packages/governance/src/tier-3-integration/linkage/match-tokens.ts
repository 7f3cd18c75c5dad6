import { createHash } from 'node:crypto'
import type { Random } from '@assay/contracts'

const tokenBytes = 16

/** What is compared: 32 hexadecimal digits of the last step's output. */
export function tokenOf(output: Uint8Array): string {
  return createHash('sha256')
    .update(output)
    .digest('hex')
    .slice(0, 2 * tokenBytes)
}

/**
 * The tokens that a site sends to be compared: in an order that says nothing, filled up to the next power of two with
 * random ones, so that not even how many patients it has leaves it.
 */
export function tokensToSend(tokens: Iterable<string>, random: Random): string[] {
  const own = new Set(tokens)
  const count = 2 ** Math.ceil(Math.log2(Math.max(own.size, 1)))
  while (own.size < count) own.add(Buffer.from(random(tokenBytes)).toString('hex'))
  return [...own].sort()
}

/**
 * Tokens that two sites or more have sent.
 * @returns for each site, its shared tokens, each with the number of other sites that have it
 */
export function matchTokens(
  sent: ReadonlyMap<string, readonly string[]>,
): Map<string, { token: string; others: number }[]> {
  const sites = new Map<string, number>()
  for (const tokens of sent.values()) for (const token of new Set(tokens)) sites.set(token, (sites.get(token) ?? 0) + 1)
  return new Map(
    [...sent].map(([site, tokens]) => [
      site,
      [...new Set(tokens)]
        .map((token) => ({ token, others: sites.get(token)! - 1 }))
        .filter(({ others }) => others > 0),
    ]),
  )
}
