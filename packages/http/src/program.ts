import process from 'node:process'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { AssayError, type Language } from '@assay/contracts'
import { errorText, languageOf, type Translator, translator } from '@assay/messages'

/** What a program's main function gets. */
export interface Program {
  /** The words after the program's name. */
  readonly words: readonly string[]
  readonly language: Language
  readonly t: Translator
  /** Writes a line for a person on standard output. */
  readonly say: (text: string) => void
  /** Resolves when somebody asks the program to end (SIGTERM, SIGINT). */
  readonly untilStopped: () => Promise<void>
}

/**
 * Runs a program's main function and ends the process: 0 when it resolves; 1 when it throws, 2 for words that it does
 * not know (`arguments-invalid`), after the catalogue's words for the error on standard error.
 */
export async function runProgram(main: (program: Program) => Promise<void>): Promise<void> {
  const language = languageOf(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG)
  const say = (text: string) => void process.stdout.write(`${text}\n`)
  const stopped = stopSignal()
  try {
    await main({
      words: process.argv.slice(2),
      language,
      t: translator(language),
      say,
      untilStopped: () => stopped,
    })
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${wordsFor(error, language)}\n`)
    process.exit(error instanceof AssayError && error.code === 'arguments-invalid' ? 2 : 1)
  }
}

/** Reads a program's words. Throws `arguments-invalid` (`option`) for one it does not know or that lacks its value. */
export function readArguments<Options extends ParseArgsOptionsConfig>(words: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const option = /'?(--?[a-z-]+)/.exec((error as Error).message)?.[1] ?? ''
    throw new AssayError('arguments-invalid', { option })
  }
}

/** A port that a person wrote: 0 to 65535. Throws `arguments-invalid`. */
export function readPort(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (!(port <= 65_535)) throw new AssayError('arguments-invalid', { option: '--port' })
  return port
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}

function wordsFor(error: unknown, language: Language): string {
  if (error instanceof AssayError) return errorText(language, error)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
