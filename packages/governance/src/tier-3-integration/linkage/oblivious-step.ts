import { AssayError, type Random } from '@assay/contracts'
import { ristretto255_oprf } from '@noble/curves/ed25519.js'

// RFC 9497, verifiable mode over ristretto255 with SHA-512.
const { voprf } = ristretto255_oprf

/** A site's key of one linkage round. The secret never leaves the site. */
export interface LinkageKey {
  secretKey: Uint8Array
  /** 32 bytes. */
  publicKey: Uint8Array
}

/** What a site keeps while another site evaluates what it sent. */
export interface BlindedInput {
  input: Uint8Array
  blind: Uint8Array
  /** 32 bytes that say nothing about the input to whoever has not the blind. */
  blinded: Uint8Array
}

/** An answer of the site that evaluates: 32 bytes an input, and one proof that all came from the key it announced. */
export interface Evaluated {
  evaluated: Uint8Array[]
  proof: Uint8Array
}

/**
 * Derives the key of a round from a seed that stays in the site.
 * @param seed 32 bytes
 * @param info what the key is for; another round has another key
 */
export function linkageKey(seed: Uint8Array, info: string): LinkageKey {
  return voprf.deriveKeyPair(seed, Buffer.from(info))
}

/** The asking site: hides each input behind a blind of its own. */
export function blindInputs(inputs: readonly Uint8Array[], random: Random): BlindedInput[] {
  return inputs.map((input) => ({ input, ...voprf.blind(input, (count = 32) => Uint8Array.from(random(count))) }))
}

/**
 * The evaluating site: answers without learning what was asked.
 * @throws AssayError linkage-invalid where something asked is no element of the group
 */
export function evaluateBlinded(key: LinkageKey, blinded: readonly Uint8Array[], random: Random): Evaluated {
  return refused('the elements asked for', () =>
    voprf.blindEvaluateBatch(key.secretKey, key.publicKey, [...blinded], (count = 32) =>
      Uint8Array.from(random(count)),
    ),
  )
}

/**
 * The asking site: checks that every answer came from the announced key, and takes the blinds off.
 * @returns 64 bytes an input, in order
 * @throws AssayError linkage-invalid where the proof does not hold, or answers are missing
 */
export function openEvaluated(
  asked: readonly BlindedInput[],
  { evaluated, proof }: Evaluated,
  publicKey: Uint8Array,
): Uint8Array[] {
  if (evaluated.length !== asked.length)
    throw new AssayError('linkage-invalid', { what: `${evaluated.length} answers to ${asked.length} elements` })
  const items = asked.map((one, i) => ({ ...one, evaluated: evaluated[i]! }))
  return refused('the proof of the answers', () => voprf.finalizeBatch(items, publicKey, proof))
}

function refused<T>(what: string, act: () => T): T {
  try {
    return act()
  } catch (cause) {
    throw new AssayError('linkage-invalid', { what }, { cause })
  }
}
