import { AssayError } from '@assay/contracts'

/**
 * Throws `protocol-mismatch` (`where`: the first name that differs) unless what a hospital signed names exactly what the
 * locked protocol names.
 */
export function assertSame<Names extends Record<string, string>>(signed: Names, expected: NoInfer<Names>): void {
  for (const [where, value] of Object.entries(signed)) {
    if (expected[where] !== value) throw new AssayError('protocol-mismatch', { where })
  }
}
