import { type PublicIdentity, passportFileName } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import type { Block } from './block.ts'

/** Whose key a printed passport was signed with, over which hash. */
export interface PrintedSignature {
  readonly signer: PublicIdentity
  /** Of the canonical bytes that were signed. */
  readonly sha256: string
}

/** Who signed a passport, over which hash, and how to verify it. */
export function describeSignature({ signer, sha256 }: PrintedSignature, t: Translator): Block[] {
  return [
    { type: 'section', title: t('passports.printed.section') },
    { type: 'paragraph', text: t('passports.printed.text') },
    {
      type: 'facts',
      rows: [
        { label: t('passports.printed.hospital'), value: signer.name },
        { label: t('passports.printed.keyId'), value: signer.keyId, isHash: true },
        { label: t('passports.printed.sha256'), value: sha256, isHash: true },
      ],
    },
    { type: 'command', text: `npx assay verify ${passportFileName(sha256)}.json --trust trust.json` },
  ]
}
