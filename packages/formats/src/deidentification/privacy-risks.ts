import type { Dataset } from '../dicom/dataset.ts'
import { number, text, texts } from '../dicom/values.ts'

/**
 * What a steward has to look at, since it is in the pixels, where nothing is cleaned: `burned-in-text`, the file says so;
 * `burned-in-text-possible`, objects of this kind often have it and the file does not deny it; `recognisable-face`, the file says so;
 * `recognisable-face-possible`, a head in thin slices; `overlay-in-pixels`, an old overlay in unused bits of the pixels, whose description went.
 */
export type PrivacyRisk =
  | 'burned-in-text'
  | 'burned-in-text-possible'
  | 'recognisable-face'
  | 'recognisable-face-possible'
  | 'overlay-in-pixels'

/** Secondary capture, ultrasound, video; PS3.4 B.5. */
const captureClasses = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(7(\.\d)?|3\.1|6(\.1)?|77\.1\.[124](\.1)?)$/
const captureModalities = new Set(['US', 'OT', 'SC', 'ES', 'GM', 'XC', 'DOC', 'EPS', 'ECG', 'IVUS', 'RF', 'XA', 'OP'])
const volumeModalities = new Set(['CT', 'MR', 'PT', 'NM'])
const head = /head|brain|skull|face|facial|neck|orbit|sinus|iac|ear|pituitar|dental|mandib|头|颅|脑|面|鼻|眼眶|颌/i

/** What may still tell who a patient is in the pixels, by what the header says of them: nothing is looked at here. */
export function privacyRisks(dataset: Dataset): PrivacyRisk[] {
  const burnedIn = text(dataset, '00280301')?.trim()
  const face = text(dataset, '00280302')?.trim()
  const risks: [PrivacyRisk, boolean][] = [
    ['burned-in-text', burnedIn === 'YES'],
    ['burned-in-text-possible', burnedIn !== 'YES' && mayHaveText(dataset, burnedIn)],
    ['recognisable-face', face === 'YES'],
    ['recognisable-face-possible', face !== 'YES' && face !== 'NO' && mayShowFace(dataset)],
    ['overlay-in-pixels', hasEmbeddedOverlay(dataset)],
  ]
  return risks.filter(([, is]) => is).map(([risk]) => risk)
}

/** A NO is believed, but not of what was captured from a screen. */
function mayHaveText(dataset: Dataset, burnedIn: string | undefined): boolean {
  if (!dataset.elements.has('00280010')) return false
  const isCapture = captureClasses.test(text(dataset, '00080016') ?? '')
  const isScreen = texts(dataset, '00080008').some((value) => /SCREEN|DERIVED_TEXT|OTHER DOSE|PROTOCOL/.test(value))
  if (isCapture || isScreen) return true
  if (burnedIn === 'NO') return false
  return captureModalities.has(text(dataset, '00080060') ?? '')
}

function mayShowFace(dataset: Dataset): boolean {
  if (!volumeModalities.has(text(dataset, '00080060') ?? '')) return false
  return ['00180015', '00081030', '0008103E', '00181030'].some((tag) => head.test(text(dataset, tag) ?? ''))
}

function hasEmbeddedOverlay(dataset: Dataset): boolean {
  const groups = [...dataset.elements.keys()].filter((tag) => /^60[0-9A-F]{2}0102$/.test(tag))
  return groups.some((tag) => (number(dataset, tag) ?? 0) > 0 && !dataset.elements.has(`${tag.slice(0, 4)}3000`))
}
