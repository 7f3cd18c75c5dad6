/** Verification (C-ECHO), PS3.4 A.4. */
const verification = '1.2.840.10008.1.1'

/** Storage Commitment Push Model, PS3.4 J. */
export const storageCommitment = '1.2.840.10008.1.20.1'

/** Under which the standard's storage SOP classes are (PS3.4 B.5), with those retired and those to come. */
const storageRoot = '1.2.840.10008.5.1.4.1.1.'

/** Of queries and retrieval, which are under the same root. */
const notStorage = /^1\.2\.840\.10008\.5\.1\.4\.1\.2\./

/** Transfer syntaxes that objects are taken in: as they are, never turned into others on the way. */
const transferSyntaxes: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.4.50',
  '1.2.840.10008.1.2.4.51',
  '1.2.840.10008.1.2.4.57',
  '1.2.840.10008.1.2.4.70',
  '1.2.840.10008.1.2.4.80',
  '1.2.840.10008.1.2.4.81',
  '1.2.840.10008.1.2.4.90',
  '1.2.840.10008.1.2.4.91',
  '1.2.840.10008.1.2.4.201',
  '1.2.840.10008.1.2.4.202',
  '1.2.840.10008.1.2.4.203',
  '1.2.840.10008.1.2.5',
])

const uncompressed = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2']

/** What is answered to a proposed presentation context: the first syntax of the peer's that can be taken, or why none. */
export function negotiate(
  abstractSyntax: string,
  proposed: readonly string[],
): { accepted: string } | { refused: 'abstract-syntax' | 'transfer-syntaxes' } {
  const isStorage = abstractSyntax.startsWith(storageRoot) && !notStorage.test(abstractSyntax)
  const isService = abstractSyntax === verification || abstractSyntax === storageCommitment
  if (!isStorage && !isService) return { refused: 'abstract-syntax' }
  const accepted = proposed.find((one) => (isStorage ? transferSyntaxes.has(one) : uncompressed.includes(one)))
  return accepted ? { accepted } : { refused: 'transfer-syntaxes' }
}
