import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { TrustFile } from '@assay/contracts'
import { type Check, type ReportFile, type Verification, verifyReport } from '@assay/report'
import { readTrustFile } from '@assay/signing'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { describePassportVerification, isSignedPassport, verifyPassportFile } from './verify-signed-passport.ts'

const statuses = { passed: 0, failed: 1, unverified: 3 } as const

/** `assay verify FILE`: checks a report or a signed passport offline and says what holds. */
export function verifyCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('verify')
    .description(t('cli.verify.description'))
    .argument('<report>', t('cli.verify.report'))
    .option('--trust <file>', t('cli.verify.trust'))
    .option('--json', t('cli.json'))
    .addHelpText('after', `\n${t('cli.verify.exit')}`)
    .action(async (report: string, options: { trust?: string; json?: boolean }) => {
      const given = readGiven(terminal, resolve(terminal.standing, report), options.trust)
      if (!given) return terminal.exit(1)
      const { verification, words } = isSignedPassport(given.value)
        ? await verifySigned(terminal, given)
        : verifyWhole(terminal, given)
      terminal.write(options.json ? `${JSON.stringify(verification, null, 2)}\n` : `${words}\n`)
      terminal.exit(statuses[verification.outcome])
    })
}

interface Given {
  readonly file: string
  /** The parsed file. */
  readonly value: unknown
  readonly trust?: TrustFile
}

function readGiven(terminal: Terminal, file: string, trust: string | undefined): Given | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (trust === undefined) return { file, value }
    return {
      file,
      value,
      trust: readTrustFile(JSON.parse(readFileSync(resolve(terminal.standing, trust), 'utf8'))),
    }
  } catch (error) {
    const reason = (error as Error).message
    terminal.write(`${terminal.t('cli.verify.unreadable', { file: basename(file), reason })}\n`)
    return undefined
  }
}

async function verifySigned(terminal: Terminal, given: Given) {
  const verification = await verifyPassportFile(given)
  return { verification, words: describePassportVerification(terminal, verification) }
}

function verifyWhole(terminal: Terminal, { file, value, trust }: Given) {
  const verification = verifyReport(value, { files: filesBeside(file), ...(trust ? { trust } : {}) })
  return { verification, words: describe(terminal, verification) }
}

/** The PDFs that came with a report. */
function filesBeside(file: string): ReportFile[] {
  return ['report.en.pdf', 'report.zh.pdf'].flatMap((name) => {
    const path = join(dirname(file), name)
    return existsSync(path) ? [{ name, bytes: readFileSync(path) }] : []
  })
}

function describe({ t }: Terminal, { outcome, number, checks }: Verification): string {
  const marks = { passed: '✓', failed: '✗', unverified: '?' } as const
  const line = ({ id, status, detail }: Check) =>
    `  ${marks[status]} ${t(`report.check.${id}`)}${detail === '' ? '' : `: ${t(`cli.verify.status.${status}`)} (${detail})`}`
  const failed = checks.filter(({ status }) => status === 'failed').length
  return [number, ...checks.map(line), '', t(`cli.verify.${outcome}`, { count: failed, total: checks.length })].join(
    '\n',
  )
}
