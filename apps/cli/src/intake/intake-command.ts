import { createReadStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { AssayError, intakeRun, provenance, recheckStatus, watchedFolder } from '@assay/contracts'
import { Command } from 'commander'
import { oneOf } from '../statistics/option-choice.ts'
import type { Terminal } from '../terminal.ts'
import { atDesk, withDesk } from './at-desk.ts'
import type { DeskOptions } from './desk.ts'
import { describeIntake, followIntake } from './follow-intake.ts'
import { gather } from './gather.ts'
import { listenCommand } from './listen-command.ts'
import { quarantineCommand } from './quarantine-command.ts'
import { wholeNumber } from './whole-number.ts'

type Declared = DeskOptions & { category: string; provenance: string; neutralNames?: boolean }

/** `assay intake …`: takes data into a running node, as a steward. */
export function intakeCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('intake')
    .description(t('intake.description'))
    .addHelpText('after', `\n${t('intake.help')}`)
    .addCommand(folderCommand(terminal))
    .addCommand(uploadCommand(terminal))
    .addCommand(listenCommand(terminal))
    .addCommand(pullCommand(terminal))
    .addCommand(statusCommand(terminal))
    .addCommand(stopCommand(terminal))
    .addCommand(recheckCommand(terminal))
    .addCommand(quarantineCommand(terminal))
}

/** A command about data that are declared to be something. */
function declaring(terminal: Terminal, name: string, description: string): Command {
  const { t } = terminal
  return withDesk(terminal, new Command(name).description(description))
    .requiredOption('--category <id>', t('intake.category'))
    .requiredOption('--provenance <kind>', t('intake.provenance'), oneOf(provenance.options, '--provenance'))
    .option('--neutral-names', t('intake.neutral'))
}

function folderCommand(terminal: Terminal): Command {
  const { t } = terminal
  return declaring(terminal, 'folder', t('intake.folder.description'))
    .argument('<folder>', t('intake.folder.folder'))
    .option('--watch', t('intake.folder.watch'))
    .action((folder: string, options: Declared & { watch?: boolean }) =>
      atDesk(terminal, options, async (desk) => {
        const { category, provenance, neutralNames: namesAreNeutral } = options
        const request = { folder, category, provenance, ...(namesAreNeutral ? { namesAreNeutral } : {}) }
        if (!options.watch) {
          const run = await desk.ask('POST', '/intake', intakeRun, request)
          return followIntake(terminal, desk, run, options.json ?? false)
        }
        const watched = await desk.ask('POST', '/watched-folders', watchedFolder, request)
        terminal.write(options.json ? `${JSON.stringify(watched)}\n` : `${t('intake.watched', { folder })}\n`)
      }),
    )
}

function uploadCommand(terminal: Terminal): Command {
  const { t } = terminal
  return declaring(terminal, 'upload', t('intake.upload.description'))
    .argument('<file>', t('intake.upload.file'))
    .action((file: string, options: Declared) =>
      atDesk(terminal, options, async (desk) => {
        const { path, size } = fileAt(resolve(terminal.standing, file), file)
        const { category, provenance, neutralNames } = options
        const query = new URLSearchParams({
          category,
          provenance,
          ...(neutralNames ? { namesAreNeutral: 'true' } : {}),
        })
        const bytes = Readable.toWeb(createReadStream(path)) as ReadableStream
        const run = await desk.send(`/uploads?${query}`, intakeRun, { size, bytes })
        await followIntake(terminal, desk, run, options.json ?? false)
      }),
    )
}

/** @throws AssayError `option-invalid` for what is no file */
function fileAt(path: string, file: string): { path: string; size: number } {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new AssayError('option-invalid', { option: file, what: 'option-no-file' })
  return { path, size: found.size }
}

interface PullOptions extends DeskOptions {
  study: string[]
  modality?: string
  from?: string
  to?: string
  limit?: number
}

function pullCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('pull').description(t('intake.pull.description')))
    .argument('<pacs>', t('intake.pull.pacs'))
    .option('--study <uid>', t('intake.pull.study'), gather, [])
    .option('--modality <code>', t('intake.pull.modality'))
    .option('--from <day>', t('intake.pull.from'))
    .option('--to <day>', t('intake.pull.to'))
    .option('--limit <count>', t('intake.pull.limit'), wholeNumber('--limit'))
    .action((pacs: string, options: PullOptions) =>
      atDesk(terminal, options, async (desk) => {
        const { study, modality, from, to, limit } = options
        const studyUids = study.length > 0 ? study : undefined
        const asked = { pacs, studyUids, modality, from, to, ...(limit === undefined ? {} : { limit }) }
        const run = await desk.ask('POST', '/pulls', intakeRun, asked)
        await followIntake(terminal, desk, run, options.json ?? false)
      }),
    )
}

function statusCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('status').description(t('intake.status.description'))).action(
    (options: DeskOptions) =>
      atDesk(terminal, options, async (desk) => {
        const runs = await desk.ask('GET', '/intake', intakeRun.array())
        if (options.json) {
          terminal.write(`${JSON.stringify(runs)}\n`)
          return
        }
        const lines = runs.slice(0, 20).map((run) => describeIntake(terminal, run))
        terminal.write(`${lines.length > 0 ? lines.join('\n') : t('intake.status.none')}\n`)
      }),
  )
}

function stopCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('stop').description(t('intake.stop.description')))
    .argument('<id>', t('intake.stop.id'))
    .action((id: string, options: DeskOptions) =>
      atDesk(terminal, options, async (desk) => {
        const run = await desk.ask('POST', `/intake/${encodeURIComponent(id)}/stop`, intakeRun)
        terminal.write(`${options.json ? JSON.stringify(run) : describeIntake(terminal, run)}\n`)
      }),
    )
}

function recheckCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('recheck').description(t('intake.recheck.description')))
    .option('--dry-run', t('intake.recheck.dryRun'))
    .action((options: DeskOptions & { dryRun?: boolean }) =>
      atDesk(terminal, options, async (desk) => {
        const status = await desk.ask(options.dryRun ? 'GET' : 'POST', '/recheck', recheckStatus)
        const words = t(options.dryRun ? 'intake.recheck.would' : 'intake.recheck.done', status)
        terminal.write(`${options.json ? JSON.stringify(status) : words}\n`)
      }),
    )
}
