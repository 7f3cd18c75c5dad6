import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { PassportCheck, PassportVerification, TrustFile } from '@assay/contracts'
import { type PrintedPassport, verifyPassport } from '@assay/report'
import type { Terminal } from '../terminal.ts'

/** Whether a parsed file calls itself a signed passport. */
export function isSignedPassport(value: unknown): boolean {
  return (value as { schema?: unknown } | null)?.schema === 'assay.signed-passport/1'
}

/** Verifies a signed passport, with the PDFs of the same name beside it. */
export function verifyPassportFile(given: {
  file: string
  value: unknown
  trust?: TrustFile
}): Promise<PassportVerification> {
  const { file, value, trust } = given
  return verifyPassport(value, { files: pagesBeside(file), ...(trust ? { trust } : {}) })
}

/** `NAME.en.pdf` and `NAME.zh.pdf` beside `NAME.json`. */
function pagesBeside(file: string): PrintedPassport[] {
  const stem = basename(file).replace(/\.json$/, '')
  return (['en', 'zh'] as const).flatMap((language) => {
    const name = `${stem}.${language}.pdf`
    const path = join(dirname(file), name)
    return existsSync(path) ? [{ name, language, bytes: readFileSync(path) }] : []
  })
}

/** What verifying a signed passport came to: who signed what, each check, and what it means. */
export function describePassportVerification({ t }: Terminal, verification: PassportVerification): string {
  const { outcome, checks, signed } = verification
  const marks = { passed: '✓', failed: '✗', unverified: '?' } as const
  const line = ({ id, status, fault, where }: PassportCheck) =>
    `  ${marks[status]} ${t(`passports.checks.${id}`)}${fault ? `: ${t(`passports.fault.${fault}`, { where })}` : ''}`
  const fact = (name: 'signer' | 'keyId' | 'sha256' | 'issuedAt', value: string) =>
    `  ${t(`passports.page.${name}`)}: ${value}`
  const facts = signed
    ? [
        t(`quality.verdict.${signed.verdict}`),
        fact('signer', signed.signer.name),
        fact('keyId', signed.signer.keyId),
        fact('sha256', signed.sha256),
        fact('issuedAt', signed.issuedAt),
        '',
      ]
    : []
  const count = checks.filter(({ status }) => status === 'failed').length
  return [...facts, ...checks.map(line), '', t(`cli.verify.passport.${outcome}`, { count, total: checks.length })].join(
    '\n',
  )
}
