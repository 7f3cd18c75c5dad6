import { isIP } from 'node:net'
import {
  type ListenerSettings,
  type ListenerStatus,
  listenerSettings,
  listenerStatus,
  provenance,
} from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Command } from 'commander'
import { oneOf } from '../statistics/option-choice.ts'
import type { Terminal } from '../terminal.ts'
import { atDesk, withDesk } from './at-desk.ts'
import type { DeskOptions } from './desk.ts'
import { gather } from './gather.ts'
import { wholeNumber } from './whole-number.ts'

interface ListenOptions extends DeskOptions {
  title?: string
  category?: string
  provenance?: string
  port?: number
  host?: string
  peer: string[]
  tls?: boolean
  off?: boolean
}

/** `assay intake listen`: the DICOM listener as it is, or as the options change it. */
export function listenCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('listen').description(t('intake.listen.description')))
    .option('--title <ae>', t('intake.listen.title'))
    .option('--category <id>', t('intake.category'))
    .option('--provenance <kind>', t('intake.provenance'), oneOf(provenance.options, '--provenance'))
    .option('--port <number>', t('intake.listen.port'), wholeNumber('--port'))
    .option('--host <address>', t('intake.listen.host'))
    .option('--peer <ae>', t('intake.listen.peer'), gather, [])
    .option('--tls', t('intake.listen.tls'))
    .option('--no-tls', t('intake.listen.plain'))
    .option('--off', t('intake.listen.off'))
    .action((options: ListenOptions) =>
      atDesk(terminal, options, async (desk) => {
        const now = await desk.ask('GET', '/listener', listenerStatus)
        const status = isChange(options)
          ? await desk.ask('PUT', '/listener', listenerStatus, changed(listenerSettings.parse(now), options))
          : now
        terminal.write(options.json ? `${JSON.stringify(status)}\n` : `${describe(terminal, status)}\n`)
        if (status.failure) terminal.exit(1)
      }),
    )
}

function isChange({ title, port, host, peer, tls, off }: ListenOptions): boolean {
  return [title, port, host, off, tls].some((one) => one !== undefined) || peer.length > 0
}

function changed(settings: ListenerSettings, options: ListenOptions): unknown {
  const { title, category, provenance: origin, port, host, tls, off } = options
  const peers = options.peer.map(peerOf)
  const others = settings.peers.filter(({ aeTitle }) => !peers.some((peer) => peer.aeTitle === aeTitle))
  const titles = settings.titles.filter(({ aeTitle }) => aeTitle !== title)
  return {
    enabled: off !== true,
    host: host ?? settings.host,
    port: port ?? settings.port,
    tls: tls ?? settings.tls,
    titles: title === undefined ? settings.titles : [...titles, { aeTitle: title, category, provenance: origin }],
    peers: [...others, ...peers],
  }
}

/** TITLE, or TITLE@ADDRESS. */
function peerOf(text: string): ListenerSettings['peers'][number] {
  const place = text.lastIndexOf('@')
  const address = place > 0 ? text.slice(place + 1) : ''
  if (isIP(address) === 0) return { aeTitle: text, address: null, commitment: null }
  return { aeTitle: text.slice(0, place), address, commitment: null }
}

function describe({ t, language }: Terminal, { listening, failure, titles, peers }: ListenerStatus): string {
  const names = (list: readonly { aeTitle: string }[]) => list.map(({ aeTitle }) => aeTitle).join(', ') || '–'
  if (listening !== null) return t('intake.listen.on', { port: listening, titles: names(titles), peers: names(peers) })
  if (!failure) return t('intake.listen.isOff')
  return `${t('intake.listen.failed')} ${errorText(language, failure as Parameters<typeof errorText>[1])}`
}
