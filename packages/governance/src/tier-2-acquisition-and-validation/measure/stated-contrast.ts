import { type Dataset, items } from '@assay/formats'
import { valuesOf } from '../../subject/attribute-values.ts'
import { attributeName } from '../../subject/attributes.ts'
import type { ContrastPhase } from './decide-phase.ts'

/** What a header says of a contrast medium, and in which attribute. */
export interface StatedContrast {
  /** `enhanced` where it says that a medium was given, but not which phase this is. */
  readonly phase: ContrastPhase | 'enhanced'
  readonly attribute: string
}

/** Words of series' descriptions, in the order in which they count: a late arterial phase is arterial, a non-contrast one native. */
const words: readonly (readonly [ContrastPhase | 'enhanced', RegExp])[] = [
  [
    'native',
    /\b(native|nativ|plain|unenhanced|non?[ -]?(contrast|c\+?|enhanced)|pre[ -]?contrast|without( contrast)?|w\/o( contrast)?|c-|ncct)(?![a-z+])|平扫|未增强/i,
  ],
  ['arterial', /arter|\b(AP|HAP|CTA|angio\w*)\b|动脉/i],
  ['portal-venous', /portal|\bve(nous|in)\b|\b(PV|PVP|VP)\b|门静脉|门脉|静脉期/i],
  ['late', /\bdelay|\blate\b|equilib|excret|nephrogra|延迟|平衡期|排泄/i],
  ['enhanced', /\b(contrast|enhanced|post[ -]?contrast|c\+|ce)(?![a-z])|增强/i],
]
/** What stands for no agent at all. */
const none = /^(no|none|nil|null|without.*|not? (given|used)|n\/?a|plain|-+|0|无|未用|平扫)$/i
/** A medium that is drunk or run in does not show in blood. */
const otherWay = /oral|rectal|enema|口服|灌肠/i
/** Seconds from the beginning of an injection, and the phase: between them it is not said. */
const delays: readonly (readonly [least: number, most: number, ContrastPhase])[] = [
  [12, 45, 'arterial'],
  [55, 100, 'portal-venous'],
  [150, 1800, 'late'],
]

/**
 * What the header of a CT says of its contrast phase: by Series Description (0008,103E) or Protocol Name (0018,1030), by the time from
 * Contrast/Bolus Start Time (0018,1042) to Acquisition Time (0008,0032), or by Contrast/Bolus Agent (0018,0010); the first that says it.
 * Undefined where none does: an agent that is missing does not say that none was given.
 * Source: DICOM PS3.3 C.7.6.4; the words are this platform's.
 */
export function statedContrast(dataset: Dataset): StatedContrast | undefined {
  const agent = statedByAgent(dataset)
  const exact = statedByWords(dataset) ?? statedByTime(dataset)
  return exact && exact.phase !== 'enhanced' ? exact : (agent ?? exact)
}

function statedByWords(dataset: Dataset): StatedContrast | undefined {
  for (const [tag, name] of [
    ['0008103E', 'SeriesDescription'],
    ['00181030', 'ProtocolName'],
  ] as const) {
    const said = valuesOf(dataset, tag).join(' ')
    const [phase] = words.find(([, pattern]) => pattern.test(said)) ?? []
    if (phase) return { phase, attribute: attributeName(tag, name) }
  }
  return undefined
}

function statedByTime(dataset: Dataset): StatedContrast | undefined {
  const [start, taken] = ['00181042', '00080032'].map((tag) => secondsOfDay(valuesOf(dataset, tag)[0]))
  if (start === undefined || taken === undefined) return undefined
  const delay = (taken - start + 86_400) % 86_400
  const [, , phase] = delays.find(([least, most]) => delay >= least && delay <= most) ?? []
  return phase && { phase, attribute: attributeName('00181042', 'ContrastBolusStartTime') }
}

/** TM: HHMMSS.FFFFFF. Source: PS3.5 6.2. */
function secondsOfDay(time: string | undefined): number | undefined {
  const [, hours, minutes, seconds] = /^(\d{2})(\d{2})(\d{2}(?:\.\d+)?)$/.exec(time ?? '') ?? []
  return hours === undefined ? undefined : 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds)
}

function statedByAgent(dataset: Dataset): StatedContrast | undefined {
  const routes = [...valuesOf(dataset, '00181040'), ...items(dataset, '00180012').flatMap(routesOf)]
  const agents = [
    ...valuesOf(dataset, '00180010'),
    ...items(dataset, '00180012').flatMap((item) => valuesOf(item, '00080104')),
  ]
  if (agents.length === 0) return undefined
  const attribute = attributeName('00180010', 'ContrastBolusAgent')
  if (agents.every((agent) => none.test(agent.trim()))) return { phase: 'native', attribute }
  const isInBlood =
    !(routes.length > 0 && routes.every((route) => otherWay.test(route))) &&
    !agents.every((agent) => otherWay.test(agent))
  return isInBlood ? { phase: 'enhanced', attribute } : undefined
}

function routesOf(agent: Dataset): string[] {
  return items(agent, '00180014').flatMap((route) => valuesOf(route, '00080104'))
}
