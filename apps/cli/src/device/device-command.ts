import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { contentsCommand } from './contents-command.ts'
import { declarationCommand } from './declaration-command.ts'
import { initCommand } from './init-command.ts'
import { packCommand } from './pack-command.ts'
import { testCommand } from './test-command.ts'

/** `assay device …`: what a vendor needs to bring a device into a package. */
export function deviceCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('device')
    .description(t('device.description'))
    .addHelpText('after', `\n${t('device.help')}`)
    .addCommand(initCommand(terminal))
    .addCommand(testCommand(terminal))
    .addCommand(packCommand(terminal))
    .addCommand(contentsCommand(terminal))
    .addCommand(declarationCommand(terminal))
}
