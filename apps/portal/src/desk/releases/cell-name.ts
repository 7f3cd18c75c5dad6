import { resources, type Translator } from '@assay/messages'
import { figureName } from '@assay/report/document'

const { part: parts } = resources.en.translation.desk.cell
const { caseOutcome: outcomes } = resources.en.translation.common
const places = { o: 'missed', x: 'shutdown', O: 'extra', X: 'unreadable' } as const

/** A cell of a summary in words; its own name where the catalogue has none yet. */
export function cellName(name: string, t: Translator): string {
  return beatsName(name, t) ?? ratioName(name, t) ?? tallyName(name, t) ?? detectionName(name, t) ?? name
}

/** `beats.Vn`: reference V, called N by the device. */
function beatsName(name: string, t: Translator): string | undefined {
  const [, reference, device] = /^beats\.([NSVFQOX])([nsvfqox])$/.exec(name) ?? []
  if (reference === undefined || device === undefined) return undefined
  const word = (letter: string) =>
    Object.hasOwn(places, letter) ? t(`desk.cell.${places[letter as keyof typeof places]}`) : letter.toUpperCase()
  return t('desk.cell.beats', { reference: word(reference), device: word(device) })
}

function ratioName(name: string, t: Translator): string | undefined {
  const at = name.lastIndexOf('.')
  const part = name.slice(at + 1)
  if (at < 0 || !Object.hasOwn(parts, part)) return undefined
  const figure = figureName(name.slice(0, at), t)
  return t('desk.cell.ratio', { figure, part: t(`desk.cell.part.${part as keyof typeof parts}`) })
}

function tallyName(name: string, t: Translator): string | undefined {
  if (name === 'records') return t('desk.cell.records')
  if (name === 'records.paced') return t('desk.cell.paced')
  if (name === 'seconds.scored') return t('desk.cell.scored')
  if (name === 'seconds.shutdown') return t('desk.cell.shutdownSeconds')
  const outcome = /^records\.(.+)$/.exec(name)?.[1]
  if (outcome === undefined || !Object.hasOwn(outcomes, outcome)) return undefined
  return t('desk.cell.failed', { outcome: t(`common.caseOutcome.${outcome as keyof typeof outcomes}`) })
}

const points = ['found', 'false', 'marked'] as const
const wholes = ['patients', 'lesions', 'scans', 'clear'] as const

/** Counts of a detection, `found-3`, and sums over patients of products of two, `lesions × found-3`. */
function detectionName(name: string, t: Translator): string | undefined {
  const [one = '', other, ...rest] = name.split(' × ').map((part) => detectionCount(part, t))
  if (name.includes(' × '))
    return one && other && rest.length === 0 ? t('detection.cell.product', { one, other }) : undefined
  return one || undefined
}

function detectionCount(name: string, t: Translator): string {
  const whole = wholes.find((known) => known === name)
  if (whole) return t(`detection.cell.${whole}`)
  const [, kind, point] = /^(found|false|marked)-(\d{1,2})$/.exec(name) ?? []
  const known = points.find((one) => one === kind)
  return known ? t(`detection.cell.${known}`, { point: Number(point) + 1 }) : ''
}
