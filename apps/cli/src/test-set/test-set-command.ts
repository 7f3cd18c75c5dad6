import { resolve } from 'node:path'
import { AssayError, targetPopulation, testSetAnnouncement, trainingDeclaration } from '@assay/contracts'
import { Command } from 'commander'
import type { z } from 'zod'
import { atDesk, withDesk } from '../intake/at-desk.ts'
import type { DeskOptions } from '../intake/desk.ts'
import { gather } from '../intake/gather.ts'
import { readJson } from '../read-json.ts'
import type { Terminal } from '../terminal.ts'

interface SealOptions extends DeskOptions {
  category: string
  task: string
  intake: string[]
  target?: string
  expires?: string
  training: string[]
}

/** `assay test-set …`: seals sets at a running node, as a steward. */
export function testSetCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('test-set').description(t('cli.testSet.description')).addCommand(sealCommand(terminal))
}

function sealCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('seal').description(t('cli.testSet.seal')))
    .requiredOption('--category <id>', t('cli.testSet.category'))
    .requiredOption('--task <id>', t('cli.testSet.task'))
    .option('--intake <id>', t('cli.testSet.intake'), gather, [])
    .option('--target <file>', t('cli.testSet.target'))
    .option('--expires <day>', t('cli.testSet.expires'))
    .option('--training <file>', t('cli.testSet.training'), gather, [])
    .action((options: SealOptions) =>
      atDesk(terminal, options, async (desk) => {
        const set = await desk.ask('POST', '/test-sets', testSetAnnouncement, requestOf(terminal, options))
        const { version, patients, cases, manifestHash } = set
        const words = t('cli.testSet.sealed', { id: set.testSetId, version, patients, cases, hash: manifestHash })
        terminal.write(options.json ? `${JSON.stringify(set)}\n` : `${words}\n`)
      }),
    )
}

function requestOf({ standing }: Terminal, { category, task, intake, target, expires, training }: SealOptions) {
  const read = <Schema extends z.ZodType>(file: string, schema: Schema) => parse(resolve(standing, file), schema)
  return {
    category,
    task,
    ...(intake.length > 0 ? { intakes: intake } : {}),
    ...(target === undefined ? {} : { target: read(target, targetPopulation) }),
    ...(expires === undefined ? {} : { expiresOn: expires }),
    ...(training.length > 0 ? { training: training.map((file) => read(file, trainingDeclaration)) } : {}),
  }
}

function parse<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  const read = schema.safeParse(readJson(file))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new AssayError('input-invalid', { where: [file, ...(issue?.path ?? [])].join(' '), what: issue?.message ?? '' })
}
