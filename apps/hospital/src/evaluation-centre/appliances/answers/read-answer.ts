import { type ApplianceAnswer, AssayError } from '@assay/contracts'
import { readDataset, text, uidsReferredTo } from '@assay/formats'
import type { AnswerKind } from '../appliance-tables.ts'

/** An answer as it came: a DICOM object, or JSON that names the case that it is for. */
export type ArrivedAnswer =
  | { readonly form: 'dicom'; readonly bytes: Buffer }
  | { readonly form: 'json'; readonly bytes: Buffer; readonly uid: string }

/** What an answer says of itself. The kind is undefined for objects that answer nothing here. */
export interface AnswerHead {
  readonly kind: AnswerKind | undefined
  readonly uids: readonly string[]
}

const storage = '1.2.840.10008.5.1.4.1.1'

/** Kinds of objects by their SOP class. Source: DICOM PS3.4 B.5. */
const kinds: readonly (readonly [RegExp, AnswerKind])[] = [
  [/^88\.(11|22|33|34|35)$/, 'report'],
  [/^66\.(4|7)$/, 'segmentation'],
  [/^7(\.[1-4])?$/, 'picture'],
]

/** Kinds of answers by the form that the device's package declares. */
export const kindOfForm: Readonly<Record<ApplianceAnswer['form'], AnswerKind>> = {
  json: 'json',
  seg: 'segmentation',
  'sr-times': 'report',
  'sr-number': 'report',
  'sr-choice': 'report',
  'sr-points': 'report',
}

/** What an answer is and which UIDs it names; undefined where it can not be read. */
export function readHead(answer: ArrivedAnswer): AnswerHead | undefined {
  if (answer.form === 'json') return { kind: 'json', uids: [answer.uid] }
  try {
    const dataset = readDataset(answer.bytes, 'answer', { pixels: 'skip' })
    const sopClass = text(dataset, '00080016') ?? ''
    const own = sopClass.startsWith(`${storage}.`) ? sopClass.slice(storage.length + 1) : ''
    return { kind: kinds.find(([pattern]) => pattern.test(own))?.[1], uids: [...uidsReferredTo(dataset)] }
  } catch (error) {
    if (error instanceof AssayError) return undefined
    throw error
  }
}
