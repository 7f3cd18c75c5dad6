import { createHmac, createSecretKey } from 'node:crypto'

/** Whoever an identifier belongs to: the number alone is unique only within its issuer. */
export interface PatientIdentity {
  readonly issuer: string
  readonly id: string
}

/** Keyed, so that the same input becomes the same output in every file and run, and nobody without the key can tell which. */
export interface Pseudonymiser {
  /** P and 20 characters of base32. */
  patient(identity: PatientIdentity): string
  /** A UID under 2.25. */
  uid(uid: string): string
  /** Days by which all dates of a patient move: back, by 30 days to ten years. */
  shiftDays(identity: PatientIdentity): number
  /** A name for a file: F and 20 characters of base32, without an extension. */
  name(original: string): string
}

/** Pseudonyms that are remembered: those of a long series, with its references. */
const mostRemembered = 20_000

const [leastDays, mostDays] = [30, 3652]

/**
 * Pseudonyms made with a key of the institution, 32 bytes that never leave it (`InstitutionKey.derive('deidentification')`). Equal keys give
 * equal pseudonyms; with another key nothing can be linked.
 *
 * UIDs are UUIDs of version 8 (RFC 9562) made of 128 bits of HMAC-SHA-256, of which 6 give way to version and variant, written as PS3.5 B.2
 * says. Two of 10^9 UIDs collide with a probability of 10^-19.
 */
export function pseudonymiser(key: Uint8Array): Pseudonymiser {
  const secret = createSecretKey(key)
  const mac = (purpose: string, ...parts: readonly string[]) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([purpose, ...parts]))
      .digest()
  const patient = remembered((original) => `P${base32(mac('patient', ...(JSON.parse(original) as [string, string])))}`)
  return {
    patient: (identity) => patient(JSON.stringify(normal(identity))),
    uid: remembered((original) => uidOf(mac('uid', original))),
    shiftDays: (identity) => -leastDays - (mac('days', ...normal(identity)).readUIntBE(0, 6) % (mostDays - leastDays)),
    name: (original) => `F${base32(mac('name', original.normalize('NFC')))}`,
  }
}

function remembered(make: (original: string) => string): (original: string) => string {
  const made = new Map<string, string>()
  return (original) => {
    const known = made.get(original)
    if (known !== undefined) return known
    const pseudonym = make(original)
    if (made.size >= mostRemembered) made.clear()
    made.set(original, pseudonym)
    return pseudonym
  }
}

/** Padding and width of characters don't make another patient; letters' case may. */
function normal({ issuer, id }: PatientIdentity): [string, string] {
  return [issuer.normalize('NFKC').trim(), id.normalize('NFKC').trim()]
}

function uidOf(digest: Buffer): string {
  const bytes = digest.subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 20 characters, a hundred bits. Source: RFC 4648, chapter 6. */
function base32(digest: Buffer): string {
  const bits = BigInt(`0x${digest.subarray(0, 13).toString('hex')}`) >> 4n
  return Array.from({ length: 20 }, (_, i) => letters[Number((bits >> BigInt(5 * (19 - i))) & 31n)]).join('')
}
