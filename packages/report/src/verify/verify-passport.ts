import {
  type PassportCheck,
  type PassportFault,
  type PassportVerification,
  payloadTypes,
  type QualityPassport,
  qualityPassport,
  qualityVerdict,
  type SignedPassportFile,
  signedPassportFile,
  type TrustFile,
} from '@assay/contracts'
import {
  readUnverified,
  sha256OfJson,
  trustedKeys,
  type VerificationKey,
  verificationKey,
  verify,
} from '@assay/signing'
import { renderSignedPassportPdfs } from '../pdf/render-pdf.ts'
import type { ReportFile } from './seal-report.ts'

/** A printed page of a signed passport, with its language. */
export interface PrintedPassport extends ReportFile {
  readonly language: 'en' | 'zh'
}

interface Given {
  readonly trust?: TrustFile
  readonly files?: readonly PrintedPassport[]
}

/**
 * Checks a signed passport offline: its form; that the signer's key is one that the reader trusts; the signature over the
 * canonical bytes; that the verdicts are what the outcomes give; and that each PDF is, byte for byte, what is set from the signed
 * content. Without a trust file the key in the file itself is used, which shows that nothing was changed, not who signed.
 * @param value the parsed file
 */
export async function verifyPassport(value: unknown, { trust, files = [] }: Given = {}): Promise<PassportVerification> {
  const opened = open(value)
  if (!opened) return { outcome: 'failed', checks: [found('form', 'no-signed-passport')], signed: null }
  const { file, passport } = opened
  const checks: PassportCheck[] = [
    found('form'),
    checkSigner(file, trust),
    found('signature', isSigned(file) ? null : 'signature-does-not-fit'),
    checkVerdicts(passport),
    ...(files.length > 0 ? [await checkFiles(file, files)] : []),
  ]
  const { id, name, keyId } = file.signer
  const { study, category, manifestHash, issuedAt, verdict } = passport
  const sha256 = sha256OfJson(passport)
  const signed = { signer: { id, name, keyId }, sha256, study, category, manifestHash, issuedAt, verdict }
  return { outcome: outcomeOf(checks), checks, signed }
}

function found(id: PassportCheck['id'], fault: PassportFault | null = null, where = ''): PassportCheck {
  return { id, status: fault ? 'failed' : 'passed', fault, where }
}

function outcomeOf(checks: readonly PassportCheck[]): PassportVerification['outcome'] {
  if (checks.some(({ status }) => status === 'failed')) return 'failed'
  return checks.some(({ status }) => status === 'unverified') ? 'unverified' : 'passed'
}

/** The file and its passport; undefined unless what is shown is all of what was signed, and nothing else. */
function open(value: unknown): { file: SignedPassportFile; passport: QualityPassport } | undefined {
  const file = signedPassportFile.safeParse(value)
  if (!file.success) return undefined
  const payload = attempt(() => readUnverified(file.data.envelope))
  const passport = qualityPassport.safeParse(payload)
  if (!passport.success || sha256OfJson(passport.data) !== sha256OfJson(payload)) return undefined
  return { file: file.data, passport: passport.data }
}

function checkSigner({ signer }: SignedPassportFile, trust: TrustFile | undefined): PassportCheck {
  const { role, id, keyId, publicKey } = signer
  if (attempt(() => verificationKey(publicKey).keyId) !== keyId) return found('signer', 'key-id-of-another')
  if (role !== 'hospital') return found('signer', 'no-hospital')
  if (!trust) return { ...found('signer'), status: 'unverified' }
  const isTrusted = (key: VerificationKey) => key.keyId === keyId && key.publicKey === publicKey
  return found('signer', trustedKeys(trust, 'hospital', id).some(isTrusted) ? null : 'key-not-trusted')
}

function isSigned({ signer, envelope }: SignedPassportFile): boolean {
  return attempt(() => verify(envelope, [verificationKey(signer.publicKey)], payloadTypes.passport)) !== undefined
}

/** The study's verdict and each tier's are the worst of their outcomes. */
function checkVerdicts({ verdict, tiers, outcomes }: QualityPassport): PassportCheck {
  if (worstOf(outcomes) !== verdict) return found('verdicts', 'verdict-not-of-outcomes')
  const wrong = tiers.find(({ tier, verdict: own, rules }) => {
    const ofTier = outcomes.filter((one) => one.tier === tier)
    return ofTier.length !== rules || worstOf(ofTier) !== own
  })
  return wrong ? found('verdicts', 'tier-not-of-outcomes', `${wrong.tier}`) : found('verdicts')
}

function worstOf(some: readonly { verdict: QualityPassport['verdict'] }[]): QualityPassport['verdict'] {
  const order = qualityVerdict.options
  return order[Math.max(0, ...some.map(({ verdict }) => order.indexOf(verdict)))]!
}

async function checkFiles(file: SignedPassportFile, files: readonly PrintedPassport[]): Promise<PassportCheck> {
  const languages = files.map(({ language }) => language)
  const set = await renderSignedPassportPdfs(file, languages)
  const other = files.find(({ bytes }, place) => Buffer.compare(bytes, set[place]!) !== 0)
  return found('files', other ? 'file-is-another' : null, other?.name)
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
