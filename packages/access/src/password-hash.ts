import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Random } from '@assay/contracts'

// N = 2^15, r = 8, p = 3 (32 MiB): one of the settings of equal strength in OWASP's Password Storage Cheat Sheet.
const present = { logN: 15, r: 8, p: 3 }

/** The hash of a password with its salt and cost (RFC 7914): `scrypt$log2 N$r$p$salt$hash`, base64url. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random(16)
  const { logN, r, p } = present
  const hash = await derive(password, salt, present)
  return ['scrypt', logN, r, p, encode(salt), encode(hash)].join('$')
}

/** Whether a password has this hash. It takes as long for a hash of nobody (`undefined`) as for somebody's. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, logN, r, p, salt, hash] = (stored ?? nobody).split('$')
  const expected = Buffer.from(hash ?? '', 'base64url')
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  const given = await derive(password, Buffer.from(salt ?? '', 'base64url'), cost)
  return stored !== undefined && given.length === expected.length && timingSafeEqual(given, expected)
}

const nobody = `scrypt$${present.logN}$${present.r}$${present.p}$${encode(new Uint8Array(16))}$`

function derive(password: string, salt: Uint8Array, { logN, r, p }: typeof present): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
