import { payloadTypes, type QualityPassport, type SignedPassportFile, type TrustFile } from '@assay/contracts'
import { createKey, type SigningKey, sign } from '@assay/signing'
import { examplePassport } from './example-passport.ts'

const northId = '01890a5d-ac96-774b-bcce-b302099a8058'

/** A passport that Northgate signed, and a trust file with its key. */
export function signedPassportExample(passport: QualityPassport = examplePassport()): {
  file: SignedPassportFile
  trust: TrustFile
  key: SigningKey
} {
  const key = createKey(() => Buffer.alloc(32, 7))
  const { keyId, publicKey } = key
  const signer = { id: northId, role: 'hospital' as const, name: 'Northgate', keyId, publicKey }
  const envelope = sign(passport, payloadTypes.passport, key)
  return {
    file: { schema: 'assay.signed-passport/1', signer, envelope },
    trust: { schema: 'assay.trust/1', keys: [signer] },
    key,
  }
}
