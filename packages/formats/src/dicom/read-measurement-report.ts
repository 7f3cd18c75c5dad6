import {
  type Code,
  type ContentItem,
  codeAt,
  contentTree,
  isCode,
  type ReferencedInstance,
  type Region,
  referencesOf,
  regionOf,
} from './content-items.ts'
import { dicomUnreadable, items } from './dataset.ts'
import { readDataset } from './read-dataset.ts'
import { number, text } from './values.ts'

/** What was measured, and of what. */
interface Measurement {
  readonly concept: Code | undefined
  /** Undefined where the report says that there is none, and perhaps why. */
  readonly value: number | undefined
  readonly unit: Code | undefined
  readonly qualifier: Code | undefined
  /** Words and UID by which a finding is known again in other reports. */
  readonly trackingId: string | undefined
  readonly trackingUid: string | undefined
  readonly finding: Code | undefined
  readonly sites: readonly Code[]
  /** Codes that say more of it: derivation, method, laterality. */
  readonly modifiers: readonly CodedValue[]
  readonly regions: readonly Region[]
  readonly references: readonly ReferencedInstance[]
}

interface CodedValue {
  readonly concept: Code | undefined
  readonly value: Code
}

/** A structured report as measurements, evaluations and words. */
export interface MeasurementReport {
  readonly title: Code | undefined
  readonly isComplete: boolean
  readonly isVerified: boolean
  readonly measurements: readonly Measurement[]
  /** What was coded besides: findings, qualitative evaluations. */
  readonly evaluations: readonly CodedValue[]
  /** Texts of people, which may identify. */
  readonly comments: readonly string[]
}

/**
 * Reads a DICOM structured report: an imaging measurement report (TID 1500) with its groups, and older ones alike. A measurement has what its
 * groups say: the tracking identifier, the finding, its site, its regions and images.
 * @param where the file's name, for errors
 * @throws AssayError dicom-unreadable
 * Source: DICOM PS3.3 C.17, C.18; PS3.16 TID 1500, 1410, 1411, 1419, 1501, 300.
 */
export function readMeasurementReport(bytes: Uint8Array, where: string): MeasurementReport {
  const dataset = readDataset(bytes, where, { pixels: 'skip' })
  if (text(dataset, '0040A040') !== 'CONTAINER') throw dicomUnreadable(where, 'no structured report')
  const root = contentTree(dataset)
  const found: Found = { measurements: [], evaluations: [], comments: [] }
  collect(root, noContext, found)
  return {
    title: root.concept,
    isComplete: text(dataset, '0040A491') === 'COMPLETE',
    isVerified: text(dataset, '0040A493') === 'VERIFIED',
    ...found,
  }
}

interface Found {
  readonly measurements: Measurement[]
  readonly evaluations: CodedValue[]
  readonly comments: string[]
}

type Context = Pick<Measurement, 'trackingId' | 'trackingUid' | 'finding' | 'sites' | 'regions' | 'references'>

const noContext: Context = {
  trackingId: undefined,
  trackingUid: undefined,
  finding: undefined,
  sites: [],
  regions: [],
  references: [],
}

function collect(item: ContentItem, above: Context, found: Found): void {
  const context = contextOf(item.children, above)
  for (const child of item.children.filter(({ isElsewhere }) => !isElsewhere)) {
    if (child.kind === 'NUM') found.measurements.push(measurementOf(child, context))
    else if (child.kind === 'CODE') pushCode(child, found)
    else if (child.kind === 'TEXT' && !isTracking(child)) pushText(child, found)
    collect(child, child.kind === 'CONTAINER' ? context : noContext, found)
  }
}

function pushCode(item: ContentItem, found: Found): void {
  const value = codeAt(item.dataset, '0040A168')
  if (value && item.relationship !== 'HAS CONCEPT MOD') found.evaluations.push({ concept: item.concept, value })
}

function pushText(item: ContentItem, found: Found): void {
  const words = text(item.dataset, '0040A160')
  if (words !== undefined) found.comments.push(words)
}

const trackingIdentifier = '112039'
const trackingUid = '112040'
const finding = '121071'
const findingSites = ['363698007', 'G-C0E3']

function isTracking({ concept }: ContentItem): boolean {
  return isCode(concept, trackingIdentifier)
}

/** What the items beside a measurement, or below it, say of it; the nearest says it. */
function contextOf(children: readonly ContentItem[], above: Context): Context {
  const wordsOf = (tag: string, ...codes: string[]) => {
    const item = children.find(({ concept }) => isCode(concept, ...codes))
    return item && text(item.dataset, tag)
  }
  const coded = (...codes: string[]) =>
    children.flatMap((child) => (isCode(child.concept, ...codes) ? (codeAt(child.dataset, '0040A168') ?? []) : []))
  const sites = coded(...findingSites)
  const regions = children.filter(({ kind }) => kind === 'SCOORD' || kind === 'SCOORD3D').map(regionOf)
  const references = children
    .filter(({ kind }) => kind === 'IMAGE' || kind === 'COMPOSITE')
    .flatMap(({ dataset }) => referencesOf(dataset))
  return {
    trackingId: wordsOf('0040A160', trackingIdentifier) ?? above.trackingId,
    trackingUid: wordsOf('0040A124', trackingUid) ?? above.trackingUid,
    finding: coded(finding)[0] ?? above.finding,
    sites: sites.length > 0 ? sites : above.sites,
    regions: regions.length > 0 ? regions : above.regions,
    references: references.length > 0 ? references : above.references,
  }
}

function measurementOf(item: ContentItem, above: Context): Measurement {
  const [measured] = items(item.dataset, '0040A300')
  return {
    ...contextOf(item.children, above),
    concept: item.concept,
    value: number(measured, '0040A161') ?? number(measured, '0040A30A'),
    unit: codeAt(measured, '004008EA'),
    qualifier: codeAt(item.dataset, '0040A301'),
    modifiers: item.children.flatMap((child) => {
      const value = child.kind === 'CODE' ? codeAt(child.dataset, '0040A168') : undefined
      return value && child.relationship === 'HAS CONCEPT MOD' ? [{ concept: child.concept, value }] : []
    }),
  }
}
