import type { ConfidentialityOption, DeidentificationOptions } from '@assay/contracts'
import { annexE, type ProfileRow, type TableAction } from './annex-e.ts'

/**
 * What becomes of an attribute: `keep`, but for what is known of the persons; `clean`, text by text; `shift`, days moved and times kept;
 * `remap`, another UID; `replace`, a dummy of its representation; `empty`; `remove`; `guard`, for attributes that the table does not name:
 * by representation (see `guardedValue`).
 */
export type AttributeAction = 'keep' | 'clean' | 'shift' | 'remap' | 'replace' | 'empty' | 'remove' | 'guard'

/** Attributes in which dates option and patients' ages meet what the table leaves open. */
const always: Readonly<Record<string, AttributeAction>> = {
  // Written anew by us, whatever a file brings along.
  '00120062': 'remove',
  '00120063': 'remove',
  '00120064': 'remove',
  '00280303': 'remove',
}

/** The action on each attribute under the declared options; asked for once an attribute. */
export function attributeActions({
  options,
}: Pick<DeidentificationOptions, 'options'>): (tag: string) => AttributeAction {
  const known = new Map<string, AttributeAction>()
  return (tag) => {
    let action = known.get(tag)
    if (action === undefined) {
      action = actionOf(tag, options)
      known.set(tag, action)
    }
    return action
  }
}

function actionOf(tag: string, options: readonly ConfidentialityOption[]): AttributeAction {
  const set = always[tag]
  if (set) return set
  // Curves and overlays, whole; lengths of groups, which no longer hold; commands.
  if (/^(50|60)[0-9A-F]{2}|^....0000$|^0000/.test(tag)) return 'remove'
  const row = annexE.get(tag)
  return row ? actionOfRow(row, options) : 'guard'
}

function actionOfRow(row: ProfileRow, options: readonly ConfidentialityOption[]): AttributeAction {
  const declared = options.flatMap((option) => (row.options[option] ? [[option, row.options[option]] as const] : []))
  if (declared.some(([, action]) => action === 'K')) return 'keep'
  if (declared.some(([option, action]) => option === 'modifiedDates' && action === 'C')) return 'shift'
  if (declared.some(([, action]) => action === 'C')) return 'clean'
  return actionOfProfile(row.basic)
}

/**
 * Of several actions the one that every object's definition allows: a dummy where one is among them, since it may stand for an attribute of
 * type 1, else an empty value, which type 2 needs. Neither tells more than a missing attribute.
 */
function actionOfProfile(basic: TableAction): AttributeAction {
  if (basic.includes('U')) return 'remap'
  if (basic.includes('D')) return 'replace'
  if (basic.includes('Z')) return 'empty'
  return basic === 'X' ? 'remove' : 'clean'
}
