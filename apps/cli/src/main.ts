// The composition root of the command line.
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { errorText, languageOf, translator } from '@assay/messages'
import { Command } from 'commander'
import { packCommand } from './device/pack-command.ts'
import { verifyCommand } from './verify/verify-command.ts'

const language = languageOf(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG)
const t = translator(language)
const terminal = {
  language,
  t,
  /** npm moves the process to the root and leaves the place where the person stands in INIT_CWD. */
  standing: process.env.INIT_CWD ?? process.cwd(),
  write: (text: string) => process.stdout.write(text),
  exit: (status: number) => {
    process.exitCode = status
  },
}

const program = new Command('assay').description(t('cli.description')).helpOption('-h, --help', t('cli.help'))
program.addCommand(verifyCommand(terminal))
program.addCommand(new Command('device').description(t('cli.device.description')).addCommand(packCommand(terminal)))

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof AssayError ? errorText(language, error) : String(error)}\n`)
  process.exitCode = 1
}
