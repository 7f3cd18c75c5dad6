import { readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { contentHash } from '@assay/formats'
import { errorText } from '@assay/messages'
import { Command } from 'commander'
import { progressLine } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { contentOf, voxelFilesAmong } from './training-files.ts'

/**
 * `assay device contents FOLDER`: the hashes by which hospitals find again what a device was trained with, one a line with its file. A file that
 * can not be read is named on standard error and loses nothing else; the exit status is then 1.
 */
export function contentsCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('contents')
    .description(t('device.contents.description'))
    .argument('<folder>', t('device.contents.folder'))
    .option('--json', t('cli.json'))
    .addHelpText('after', `\n${t('device.contents.help')}`)
    .action((folder: string, options: { json?: boolean }) => {
      const found = hashesIn(resolve(terminal.standing, folder), (error) => {
        process.stderr.write(`${errorText(terminal.language, error)}\n`)
        terminal.exit(1)
      })
      terminal.write(
        options.json
          ? `${JSON.stringify({ contents: [...new Set(found.map(({ hash }) => hash))].sort() })}\n`
          : found.map(({ hash, name }) => `${hash}  ${name}\n`).join(''),
      )
    })
}

interface Found {
  readonly hash: string
  readonly name: string
}

/** Hashes of the plain files of a folder, in the order of their names; links are not followed. */
function hashesIn(folder: string, onFault: (fault: AssayError) => void): Found[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  const voxels = voxelFilesAmong(files)
  const besideOf = (path: string) => (name: string) => {
    const other = join(dirname(path), name)
    return voxels.has(other) ? contentOf(other, relative(folder, other)) : undefined
  }
  const progress = progressLine(Date.now)
  try {
    return files.flatMap((path, done) => {
      progress.told(done, files.length)
      if (voxels.has(path)) return []
      const name = relative(folder, path)
      try {
        const hash = contentHash(contentOf(path, name), name, besideOf(path))
        return hash === undefined ? [] : [{ hash, name }]
      } catch (error) {
        if (!(error instanceof AssayError)) throw error
        onFault(error)
        return []
      }
    })
  } finally {
    progress.end()
  }
}
