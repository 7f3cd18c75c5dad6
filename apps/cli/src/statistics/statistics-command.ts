import { Command } from 'commander'
import { progressLine } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { finiteJson } from './finite-json.ts'
import type { Method, MethodResult } from './method.ts'
import { type MethodName, methodNames, methods } from './methods.ts'
import { between, wholeNumber } from './numbers.ts'
import { renderResult } from './render-result.ts'
import { readColumns } from './tables/columns.ts'
import { readTable } from './tables/read-table.ts'

/** `assay statistics METHOD TABLE`: any figure again from a table. Methods are loaded when they are asked for. */
export async function statisticsCommand(terminal: Terminal, words: readonly string[]): Promise<Command> {
  const { t } = terminal
  const command = new Command('statistics')
    .description(t('cli.statistics.description'))
    .enablePositionalOptions()
    .option('--list', t('cli.statistics.list'))
    .option('--json', t('cli.json'))
    .helpCommand(false)
    .action((options: { json?: boolean }) => list(terminal, options.json ?? false))
  const asked = words.find((word): word is MethodName => (methodNames as string[]).includes(word))
  for (const name of methodNames) {
    const summary = t(`cli.statistics.${name}.description`)
    const sub = new Command(name).summary(summary).description(summary)
    command.addCommand(name === asked ? describe(sub, await methods[name](), terminal) : sub)
  }
  return command
}

function list({ t, write }: Terminal, json: boolean): void {
  const all = methodNames.map((name) => ({ name, description: t(`cli.statistics.${name}.description`) }))
  const width = Math.max(...methodNames.map(({ length }) => length))
  const lines = all.map(({ name, description }) => `${name.padEnd(width)}  ${description}`)
  write(json ? `${JSON.stringify(all, null, 2)}\n` : `${lines.join('\n')}\n`)
}

interface Options {
  confidence: number
  seed: number
  positive?: string
  json?: boolean
  [option: string]: unknown
}

function describe(command: Command, method: Method, terminal: Terminal): Command {
  const { t } = terminal
  const readsTable = method.columns.length > 0
  if (readsTable) command.argument('[table]', t('cli.statistics.table'), '-')
  for (const { name, required, description } of method.columns)
    command.option(
      `--${name} <column>`,
      t(required ? 'cli.statistics.columnNeeded' : 'cli.statistics.columnOptional', { what: t(description), name }),
    )
  if (method.columns.some(({ kind }) => kind === 'binary'))
    command.option('--positive <label>', t('cli.statistics.positive'))
  return method
    .describe(command, t)
    .option('--confidence <level>', t('cli.statistics.confidence'), (text) => between(text, '--confidence'), 0.95)
    .option('--seed <number>', t('cli.statistics.seed'), (text) => wholeNumber(text, '--seed'), 1)
    .option('--json', t('cli.json'))
    .addHelpText('after', `\n${t('cli.statistics.help')}`)
    .action((...given: unknown[]) => runMethod(method, terminal, given))
}

async function runMethod(method: Method, terminal: Terminal, given: readonly unknown[]): Promise<void> {
  const options = given.at(-2) as Options
  const words = given.slice(0, -2)
  const progress = progressLine(() => performance.now())
  try {
    const columns = await columnsOf(method, terminal, options, words)
    const result = await method.run({
      columns,
      standing: terminal.standing,
      t: terminal.t,
      progress: progress.told,
      options: { ...options, words },
      level: options.confidence,
      seed: options.seed,
    })
    progress.end()
    print(terminal, result, options)
  } finally {
    progress.end()
  }
}

async function columnsOf(method: Method, { standing }: Terminal, options: Options, words: readonly unknown[]) {
  if (method.columns.length === 0 || method.readsTable?.({ ...options, words }) === false) return readNothing
  const table = await readTable(String(words[0] ?? '-'), standing)
  const mapped = method.columns.flatMap(({ name }) =>
    typeof options[name] === 'string' ? [[name, options[name]] as const] : [],
  )
  return readColumns(table, method.columns, { mapped: new Map(mapped), positive: options.positive })
}

/** The columns of a method that reads no table. */
const readNothing = {
  rows: 0,
  file: '',
  has: () => false,
  text: () => [],
  number: () => new Float64Array(),
  binary: () => new Uint8Array(),
  lineOf: (row: number) => row,
}

function print({ write, language }: Terminal, result: MethodResult, { json }: Options): void {
  write(json ? `${JSON.stringify(finiteJson(result.json), null, 2)}\n` : `${renderResult(result, language)}\n`)
}
