import type { Translator } from '@assay/messages'
import { type Command, type CommanderError, Help } from 'commander'

const titles = { 'Usage:': 'usage', 'Options:': 'options', 'Commands:': 'commands', 'Arguments:': 'arguments' } as const
const plain = new Help()

/** Has a command and all below it speak the reader's language, and leave their faults to `wrongWords`. */
export function speakLanguage(command: Command, t: Translator): void {
  command
    .exitOverride()
    .helpOption('-h, --help', t('cli.help'))
    .configureOutput({ outputError: () => {} })
    .configureHelp({
      styleTitle: (title) => (title in titles ? t(`cli.title.${titles[title as keyof typeof titles]}`) : title),
      optionDescription: (option) =>
        Array.isArray(option.defaultValue) ? option.description : plain.optionDescription(option),
    })
  if (command.commands.length > 0) command.helpCommand('help [command]', t('cli.helpOf'))
  for (const sub of command.commands) speakLanguage(sub, t)
}

/** What commander finds wrong, by its code. */
const kinds = {
  'commander.unknownOption': 'unknownOption',
  'commander.unknownCommand': 'unknownCommand',
  'commander.missingArgument': 'missingArgument',
  'commander.missingMandatoryOptionValue': 'missingOption',
  'commander.optionMissingArgument': 'missingValue',
  'commander.excessArguments': 'tooMany',
} as const

/** What is wrong with the words that were given, in the reader's language, and where to look. Empty where help was shown. */
export function wrongWords({ code, message }: CommanderError, t: Translator): string {
  if (code === 'commander.help') return ''
  const what = /'([^']*)'/.exec(message)?.[1] ?? ''
  const meant = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message)?.[1]
  const said = code in kinds ? t(`cli.wrong.${kinds[code as keyof typeof kinds]}`, { what }) : message
  return [said, ...(meant ? [t('cli.wrong.meant', { names: meant })] : []), t('cli.wrong.help')].join(' ')
}
