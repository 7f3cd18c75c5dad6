import { resolve } from 'node:path'
import { packToFile } from '@assay/runner'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'

/** `assay device pack FOLDER`: a device's folder as the package that a vendor registers. */
export function packCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('pack')
    .description(t('device.pack.description'))
    .argument('<folder>', t('device.pack.folder'))
    .requiredOption('-o, --output <file>', t('device.pack.output'))
    .option('--json', t('cli.json'))
    .action(async (folder: string, options: { output: string; json?: boolean }) => {
      const output = resolve(terminal.standing, options.output)
      const { manifest, digest, bytes } = await packToFile(resolve(terminal.standing, folder), output)
      const { name, version } = manifest
      terminal.write(
        options.json
          ? `${JSON.stringify({ file: output, digest, bytes, name, version })}\n`
          : `${t('device.pack.done', { name, version, file: options.output, digest })}\n`,
      )
    })
}
