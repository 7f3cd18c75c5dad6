import { type Quarantined, quarantined, studyView } from '@assay/contracts'
import { errorText, findingText, ruleName } from '@assay/messages'
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
        if (options.json) return terminal.write(`${JSON.stringify(entries)}\n`)
        if (entries.length === 0) return terminal.write(`${t('intake.quarantine.none')}\n`)
        for (const entry of entries) terminal.write(`${await describe(terminal, desk, entry)}\n`)
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

/** What it is, then why it lies there and what to do, a line each; of a study, what its passport says now. */
async function describe(terminal: Terminal, desk: Desk, entry: Quarantined): Promise<string> {
  const { id, what, name, code, parameters, studyId } = entry
  const { t, language } = terminal
  const head = `${id}  ${stateOf(terminal, entry)}  ${t(`fullSample.quarantine.what.${what}`)} ${name}`
  const reason = errorText(language, { code, parameters } as Parameters<typeof errorText>[1])
  const found = studyId && entry.state === 'waiting' ? await findingsOf(terminal, desk, studyId) : []
  return [head, ...(found.length > 0 ? found : [reason])].join('\n  ')
}

async function findingsOf({ t, language }: Terminal, desk: Desk, studyId: string): Promise<string[]> {
  const { passport } = await desk.ask('GET', `/studies/${studyId}`, studyView)
  const held = passport?.outcomes.filter(({ verdict }) => verdict === 'quarantine' || verdict === 'reject') ?? []
  return held.flatMap((outcome) => {
    const texts = outcome.findings.map((finding) => findingText(language, finding))
    const advice = [...new Set(texts.map((one) => one.advice))].map((text) =>
      t('quality.passport.advice', { advice: text }),
    )
    const found = texts.map(({ what, where }) => `  ${what}${where ? ` (${where})` : ''}`)
    return [ruleName(language, outcome), ...found, ...advice.map((text) => `  ${text}`)]
  })
}

function stateOf({ t }: Terminal, { state }: Pick<Quarantined, 'state'>): string {
  return t(`fullSample.quarantine.state.${state}`)
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
    const { name } = entry
    const words = terminal.t('intake.quarantine.decided', { name, state: stateOf(terminal, entry) })
    terminal.write(options.json ? `${JSON.stringify(entry)}\n` : `${words}\n`)
  })
}
