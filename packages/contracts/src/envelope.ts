import { z } from 'zod'
import { sha256Hex } from './primitives.ts'

/** A DSSE envelope (dsse v1): payload and signatures in base64. */
export const dsseEnvelope = z.object({
  payloadType: z.string().max(200),
  payload: z.base64(),
  signatures: z
    .array(z.object({ keyid: sha256Hex, sig: z.base64() }))
    .min(1)
    .max(20),
})
export type DsseEnvelope = z.infer<typeof dsseEnvelope>
