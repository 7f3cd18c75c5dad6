import { type ApplianceView, AssayError, applianceSettings, applianceView } from '@assay/contracts'
import { Command, Option } from 'commander'
import { atDesk, withDesk } from '../intake/at-desk.ts'
import type { Desk, DeskOptions } from '../intake/desk.ts'
import { gather } from '../intake/gather.ts'
import type { Terminal } from '../terminal.ts'

interface AddOptions extends DeskOptions {
  vendor: string
  device: string
  dicom?: string
  dicomweb?: string
  calling: string
  address: string[]
  answers?: string
  peer?: string
  tls?: boolean
  answerSeconds?: string
  attempts?: string
  pauseSeconds?: string
}

/** `assay appliance …`: registers vendors' boxes at a running node, as a steward. */
export function applianceCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('appliance')
    .description(t('appliance.description'))
    .addHelpText('after', `\n${t('appliance.help')}`)
    .addCommand(listCommand(terminal))
    .addCommand(addCommand(terminal))
    .addCommand(removeCommand(terminal))
}

function listCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('list').description(t('appliance.list'))).action((options: DeskOptions) =>
    atDesk(terminal, options, async (desk) => show(terminal, await ask(desk, 'GET', '/appliances'), options)),
  )
}

function addCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('add').description(t('appliance.add')))
    .argument('<name>', t('appliance.name'))
    .requiredOption('--vendor <name>', t('appliance.vendor'))
    .requiredOption('--device <name>', t('appliance.device'))
    .option('--dicom <title@address:port>', t('appliance.dicom'))
    .addOption(new Option('--dicomweb <url>', t('appliance.dicomweb')).conflicts('dicom'))
    .option('--calling <title>', t('appliance.calling'), 'ASSAY')
    .requiredOption('--address <address>', t('appliance.address'), gather, [])
    .option('--answers <title@address:port>', t('appliance.answers'))
    .option('--peer <title>', t('appliance.peer'))
    .option('--no-tls', t('appliance.plain'))
    .option('--answer-seconds <count>', t('appliance.answerSeconds'))
    .option('--attempts <count>', t('appliance.attempts'))
    .option('--pause-seconds <count>', t('appliance.pauseSeconds'))
    .action((name: string, options: AddOptions) => {
      const settings = settingsOf(terminal, name, options)
      return atDesk(terminal, options, async (desk) =>
        show(terminal, await ask(desk, 'PUT', '/appliances', settings), options),
      )
    })
}

function removeCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('remove').description(t('appliance.remove')))
    .argument('<name>', t('appliance.name'))
    .action((name: string, options: DeskOptions) =>
      atDesk(terminal, options, async (desk) =>
        show(terminal, await ask(desk, 'DELETE', `/appliances/${encodeURIComponent(name)}`), options),
      ),
    )
}

function ask(desk: Desk, method: 'GET' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<ApplianceView[]> {
  return desk.ask(method, path, applianceView.array(), body)
}

/** Throws `option-invalid` for what is no appliance. */
function settingsOf({ t }: Terminal, name: string, options: AddOptions): unknown {
  const { vendor, device, address: addresses, answerSeconds, attempts, pauseSeconds } = options
  const count = (key: string, value: string | undefined) => (value === undefined ? {} : { [key]: Number(value) })
  const parsed = applianceSettings.safeParse({
    name,
    vendor,
    device,
    addresses,
    way: wayOf(options, t),
    listener: listenerOf(options, t),
    ...count('answerSeconds', answerSeconds),
    ...count('attempts', attempts),
    ...count('pauseSeconds', pauseSeconds),
  })
  if (parsed.success) return parsed.data
  throw new AssayError('option-invalid', {
    option: optionOf(parsed.error.issues[0]!.path),
    what: t('appliance.valueInvalid'),
  })
}

function wayOf({ dicom, dicomweb, calling, tls = true }: AddOptions, t: Terminal['t']): unknown {
  if (dicomweb !== undefined) return { kind: 'dicomweb', url: dicomweb }
  const { title, host, port } = placeIn('--dicom', dicom ?? '', t)
  return { kind: 'dicom', called: title, host, port, calling, tls }
}

function listenerOf({ answers, peer, dicom, tls = true }: AddOptions, t: Terminal['t']): unknown {
  if (answers === undefined) return null
  const { title, host, port } = placeIn('--answers', answers, t)
  return { called: title, host, port, calling: peer ?? (dicom ?? '').split('@')[0], tls }
}

/** TITLE@ADDRESS:PORT. */
function placeIn(option: string, text: string, t: Terminal['t']): { title: string; host: string; port: number } {
  const [, title, host, port] = /^([^@]+)@\[?([^@\]]+)\]?:(\d+)$/.exec(text) ?? []
  if (!title || !host) throw new AssayError('option-invalid', { option, what: t('appliance.placeForm') })
  return { title, host, port: Number(port) }
}

const options: Readonly<Record<string, string>> = {
  name: '<name>',
  vendor: '--vendor',
  device: '--device',
  addresses: '--address',
  way: '--dicom',
  'way.url': '--dicomweb',
  'way.calling': '--calling',
  listener: '--answers',
  'listener.calling': '--peer',
  answerSeconds: '--answer-seconds',
  attempts: '--attempts',
  pauseSeconds: '--pause-seconds',
}

/** The option that a place in the settings was given by. */
function optionOf(place: readonly PropertyKey[]): string {
  const [whole, part] = place.map(String)
  return options[`${whole}.${part}`] ?? options[whole!] ?? whole!
}

function show({ write, t }: Terminal, appliances: readonly ApplianceView[], { json }: DeskOptions): void {
  if (json) write(`${JSON.stringify(appliances)}\n`)
  else if (appliances.length === 0) write(`${t('appliance.none')}\n`)
  else for (const line of appliances.map((one) => describe(one, t))) write(`${line}\n`)
}

function describe({ name, vendor, device, way, casesShown, answers }: ApplianceView, t: Terminal['t']): string {
  const place = way.kind === 'dicom' ? `${way.called}@${way.host}:${way.port}` : way.url
  const told = Object.entries(answers).map(([outcome, count]) => `${t(outcomeKey(outcome))} ${count}`)
  return [t('appliance.line', { name, vendor, device, place, shown: casesShown }), ...told].join('  ')
}

function outcomeKey(outcome: string) {
  return `appliance.outcome.${outcome as keyof ApplianceView['answers']}` as const
}
