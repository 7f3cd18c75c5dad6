import { createHash } from 'node:crypto'

/** What a patient or an image is known by at every site: a kind of number, and who gives it. */
export type Identifier =
  | { scheme: 'resident-identity'; number: string }
  | { scheme: 'issued'; issuer: string; number: string }
  | { scheme: 'content'; sha256: string }

/**
 * An identifier as input of the oblivious function: the same at every site, however it was written there (spaces, small
 * x, 15 digits of the first generation). Kinds never meet: each input begins with its scheme.
 * @returns 32 bytes; undefined for a number that can't be right, which must not be linked by: a mistyped number would be
 * somebody else's.
 */
export function identityInput(identifier: Identifier): Uint8Array | undefined {
  const words = wordsOf(identifier)
  return (
    words &&
    createHash('sha256')
      .update(JSON.stringify(['assay.linkage/1', ...words]))
      .digest()
  )
}

function wordsOf(identifier: Identifier): string[] | undefined {
  switch (identifier.scheme) {
    case 'resident-identity': {
      const number = residentIdentityNumber(identifier.number)
      return number === undefined ? undefined : [identifier.scheme, number]
    }
    case 'issued': {
      const [issuer, number] = [plain(identifier.issuer), plain(identifier.number)]
      return issuer === '' || number === '' ? undefined : [identifier.scheme, issuer, number]
    }
    case 'content':
      return /^[0-9a-f]{64}$/.test(identifier.sha256) ? [identifier.scheme, identifier.sha256] : undefined
  }
}

/** Full-width forms become plain, letters capital; spaces and hyphens go. */
function plain(written: string): string {
  return written
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
}

/** Weights of ISO 7064 MOD 11-2, as GB 11643-1999 prints them. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'

/**
 * A resident identity number of 18 characters (GB 11643-1999), checked by its last one and by its day of birth; one of 15
 * digits is completed. Undefined where it can't be one.
 */
export function residentIdentityNumber(written: string): string | undefined {
  const text = plain(written)
  const body = /^\d{15}$/.test(text) ? `${text.slice(0, 6)}19${text.slice(6)}` : text.slice(0, 17)
  if (!/^\d{17}$/.test(body) || !isDay(body.slice(6, 14))) return undefined
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  const whole = `${body}${checkCharacters[sum % 11]}`
  return text.length === 15 || text === whole ? whole : undefined
}

function isDay(text: string): boolean {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
  const moment = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.getUTCDate() === Number(day) && Number(year) >= 1850
}
