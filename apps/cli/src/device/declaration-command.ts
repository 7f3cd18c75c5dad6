import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AssayError } from '@assay/contracts'
import { Command } from 'commander'
import { atDesk } from '../intake/at-desk.ts'
import type { Terminal } from '../terminal.ts'

interface Options {
  readonly hub?: string
  readonly user?: string
  readonly output: string
}

/**
 * `assay device declaration HASH`: fetches a declaration of training data whole from the portal, with its hashes of contents, and holds it
 * against its own hash. A file that is there already is left as it is.
 */
export function declarationCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('declaration')
    .description(t('device.declaration.description'))
    .argument('<hash>', t('device.declaration.hash'))
    .option('--hub <url>', t('device.declaration.hub'))
    .option('--user <name>', t('device.declaration.user'))
    .requiredOption('-o, --output <file>', t('device.declaration.output'))
    .action((hash: string, { hub, user, output }: Options) => {
      const node = hub ?? process.env.ASSAY_HUB ?? 'http://127.0.0.1:4100'
      const options = { node, unreachable: 'device.declaration.unreachable', ...(user ? { user } : {}) } as const
      return atDesk(terminal, options, async (portal) => {
        const file = resolve(terminal.standing, output)
        if (existsSync(file)) throw new AssayError('file-stands-already', { file: output })
        const body = await portal.download(`/training-declarations/${encodeURIComponent(hash)}`)
        const size = await keep(body, file, hash)
        terminal.write(`${t('device.declaration.done', { file: output, size, hash })}\n`)
      })
    })
}

/** Writes what comes into a new file; nothing stays of what is not of this hash. @throws AssayError declaration-differs */
async function keep(body: ReadableStream, file: string, hash: string): Promise<number> {
  const found = createHash('sha256')
  let size = 0
  try {
    await pipeline(
      Readable.fromWeb(body),
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          found.update(piece)
          size += piece.length
          yield piece
        }
        if (found.digest('hex') !== hash) throw new AssayError('declaration-differs')
      },
      createWriteStream(file, { flags: 'wx' }),
    )
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
  return size
}
