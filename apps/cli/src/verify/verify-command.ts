import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Check, type ReportFile, type Verification, verifyReport } from '@assay/report'
import { readTrustFile } from '@assay/signing'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'

const statuses = { passed: 0, failed: 1, unverified: 3 } as const

/** `assay verify REPORT`: checks a report offline and says what holds. */
export function verifyCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('verify')
    .description(t('cli.verify.description'))
    .argument('<report>', t('cli.verify.report'))
    .option('--trust <file>', t('cli.verify.trust'))
    .option('--json', t('cli.json'))
    .addHelpText('after', `\n${t('cli.verify.exit')}`)
    .action((report: string, options: { trust?: string; json?: boolean }) => {
      const file = resolve(terminal.standing, report)
      const verification = readAndVerify(terminal, file, options.trust)
      if (!verification) return terminal.exit(1)
      terminal.write(
        options.json ? `${JSON.stringify(verification, null, 2)}\n` : `${describe(terminal, verification)}\n`,
      )
      terminal.exit(statuses[verification.outcome])
    })
}

function readAndVerify(terminal: Terminal, file: string, trust: string | undefined): Verification | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const files = filesBeside(file)
    if (trust === undefined) return verifyReport(value, { files })
    const trusted = readTrustFile(JSON.parse(readFileSync(resolve(terminal.standing, trust), 'utf8')))
    return verifyReport(value, { trust: trusted, files })
  } catch (error) {
    const reason = (error as Error).message
    terminal.write(`${terminal.t('cli.verify.unreadable', { file: basename(file), reason })}\n`)
    return undefined
  }
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
