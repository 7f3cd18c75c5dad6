import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { type Desk, type DeskOptions, DeskUnavailable, openDesk } from './desk.ts'

/** Adds the options that every command to a node has. */
export function withDesk({ t }: Terminal, command: Command): Command {
  return command
    .option('--node <url>', t('intake.node'))
    .option('--user <name>', t('intake.user'))
    .option('--json', t('cli.json'))
}

/** Logs in and does the work; says what keeps it from logging in. */
export async function atDesk(
  terminal: Terminal,
  options: DeskOptions,
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  try {
    await work(await openDesk(terminal, options))
  } catch (error) {
    if (!(error instanceof DeskUnavailable)) throw error
    terminal.write(`${error.message}\n`)
    terminal.exit(1)
  }
}
