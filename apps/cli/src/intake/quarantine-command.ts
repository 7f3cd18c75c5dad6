import { type Quarantined, quarantined } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { atDesk, withDesk } from './at-desk.ts'
import type { Desk, DeskOptions } from './desk.ts'

/** `assay intake quarantine …`: what was put aside, and a steward's acts on it. */
export function quarantineCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('quarantine')
    .description(t('intake.quarantine.description'))
    .addCommand(listCommand(terminal))
    .addCommand(decidingCommand(terminal, 'accept'))
    .addCommand(decidingCommand(terminal, 'discard'))
    .addCommand(recheckCommand(terminal))
}

function listCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('list').description(t('intake.quarantine.list')))
    .option('--all', t('intake.quarantine.all'))
    .action((options: DeskOptions & { all?: boolean }) =>
      atDesk(terminal, options, async (desk) => {
        const entries = await listAll(desk, options.all ? 'any' : 'waiting')
        const words = entries.map((entry) => describe(terminal, entry)).join('\n') || t('intake.quarantine.none')
        terminal.write(options.json ? `${JSON.stringify(entries)}\n` : `${words}\n`)
      }),
    )
}

/** The most that a node gives at a time. */
const mostAtATime = 500

async function listAll(desk: Desk, state: string): Promise<Quarantined[]> {
  const entries: Quarantined[] = []
  for (let after = ''; ; after = `&after=${entries.at(-1)?.id}`) {
    const path = `/quarantine?state=${state}&limit=${mostAtATime}${after}`
    const page = await desk.ask('GET', path, quarantined.array())
    entries.push(...page)
    if (page.length < mostAtATime) return entries
  }
}

function describe({ language }: Terminal, { id, name, state, code, parameters }: Quarantined): string {
  return `${id}  ${state}  ${name}\n  ${errorText(language, { code, parameters } as Parameters<typeof errorText>[1])}`
}

function decidingCommand(terminal: Terminal, act: 'accept' | 'discard'): Command {
  const { t } = terminal
  return withDesk(terminal, new Command(act).description(t(`intake.quarantine.${act}`)))
    .argument('<id>', t('intake.quarantine.id'))
    .requiredOption('--reason <text>', t('intake.quarantine.reason'))
    .action((id: string, options: DeskOptions & { reason: string }) => done(terminal, options, id, act, options.reason))
}

function recheckCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('recheck').description(t('intake.quarantine.recheck')))
    .argument('<id>', t('intake.quarantine.id'))
    .action((id: string, options: DeskOptions) => done(terminal, options, id, 'recheck'))
}

function done(terminal: Terminal, options: DeskOptions, id: string, act: string, reason?: string): Promise<void> {
  return atDesk(terminal, options, async (desk) => {
    const path = `/quarantine/${encodeURIComponent(id)}/${act}`
    const entry = await desk.ask('POST', path, quarantined, reason === undefined ? undefined : { reason })
    const { name, state } = entry
    const words = terminal.t('intake.quarantine.decided', { name, state })
    terminal.write(options.json ? `${JSON.stringify(entry)}\n` : `${words}\n`)
  })
}
