import { AssayError, password } from '@assay/contracts'

/**
 * Throws `password-too-weak` (`least`: characters) for a password that is too short, holds the account's name, or is made of
 * fewer than five different characters (NIST SP 800-63B, 5.1.1.2, asks to refuse the repetitive and the derived).
 */
export function assertStrong(given: string, accountName: string): void {
  const lower = given.toLowerCase()
  const [localPart = accountName] = accountName.split('@')
  const derived = localPart.length >= 4 && lower.includes(localPart)
  if (!password.safeParse(given).success || derived || new Set(lower).size < 5) {
    throw new AssayError('password-too-weak', { least: 12 })
  }
}
