import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { packPackage, readPackage } from '@assay/runner'
import { sha256 } from '@assay/signing'
import { Command } from 'commander'
import type { Terminal } from '../terminal.ts'

/** `assay device pack FOLDER`: a device's folder as the package that a vendor registers. */
export function packCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('pack')
    .description(t('cli.device.pack.description'))
    .argument('<folder>', t('cli.device.pack.folder'))
    .requiredOption('-o, --output <file>', t('cli.device.pack.output'))
    .option('--json', t('cli.json'))
    .action(async (folder: string, options: { output: string; json?: boolean }) => {
      const bytes = await packPackage(resolve(terminal.standing, folder))
      const manifest = await readPackage(bytes)
      const output = resolve(terminal.standing, options.output)
      writeFileSync(output, bytes)
      const { name, version } = manifest
      const digest = sha256(bytes)
      terminal.write(
        options.json
          ? `${JSON.stringify({ file: output, digest, bytes: bytes.length, name, version })}\n`
          : `${t('cli.device.pack.done', { name, version, file: output, digest })}\n`,
      )
    })
}
