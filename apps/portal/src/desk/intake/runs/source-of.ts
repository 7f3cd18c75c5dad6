import type { IntakeRun } from '@assay/contracts'
import type { Translator } from '@assay/messages'

/** Where an intake's data come from, by way and name: “Folder, once: 2026-11”. An upload has no name of its own. */
export function sourceOf({ way, source }: Pick<IntakeRun, 'way' | 'source'>, t: Translator): string {
  const words = t(`waysIn.way.${way}`)
  return way === 'upload' ? words : t('waysIn.run.source', { way: words, source })
}
