// The composition root of the command line.
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { errorText, languageOf, translator } from '@assay/messages'
import { Command, CommanderError } from 'commander'
import { commands } from './commands.ts'
import { speakLanguage, wrongWords } from './words-of-commander.ts'

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

const program = new Command('assay').enablePositionalOptions().description(t('cli.description'))
const words = process.argv.slice(2)
const asked = words.find((word) => Object.hasOwn(commands, word))
for (const [name, { description, load }] of Object.entries(commands))
  program.addCommand(
    name === asked ? await (await load())(terminal, words) : new Command(name).description(t(description)),
  )

/** Wrong words end with 2. */
function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  return error instanceof AssayError && error.code === 'option-invalid' ? 2 : 1
}

function textOf(error: unknown): string {
  if (error instanceof CommanderError) return error.exitCode === 0 ? '' : wrongWords(error, t)
  return error instanceof AssayError ? errorText(language, error) : String(error)
}

speakLanguage(program, t)
try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = statusOf(error)
  const text = textOf(error)
  if (text !== '') process.stderr.write(`${text}\n`)
}
