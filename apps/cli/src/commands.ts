import type { MessageKey } from '@assay/messages'
import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

interface Listed {
  readonly description: MessageKey
  readonly load: () => Promise<(terminal: Terminal, words: readonly string[]) => Command | Promise<Command>>
}

/** Commands of `assay`, in the order of its list. Each is loaded when it is asked for. */
export const commands: Readonly<Record<string, Listed>> = {
  verify: {
    description: 'cli.verify.description',
    load: async () => (await import('./verify/verify-command.ts')).verifyCommand,
  },
  statistics: {
    description: 'cli.statistics.description',
    load: async () => (await import('./statistics/statistics-command.ts')).statisticsCommand,
  },
  intake: {
    description: 'intake.description',
    load: async () => (await import('./intake/intake-command.ts')).intakeCommand,
  },
  device: {
    description: 'device.description',
    load: async () => (await import('./device/device-command.ts')).deviceCommand,
  },
  appliance: {
    description: 'appliance.description',
    load: async () => (await import('./appliance/appliance-command.ts')).applianceCommand,
  },
  results: {
    description: 'device.results.description',
    load: async () => (await import('./results/results-command.ts')).resultsCommand,
  },
  'test-set': {
    description: 'cli.testSet.description',
    load: async () => (await import('./test-set/test-set-command.ts')).testSetCommand,
  },
}
