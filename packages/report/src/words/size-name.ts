import type { Translator } from '@assay/messages'

/** Lesions of some sizes, as the id of a figure says them: `below-6`, `6-to-10`, `from-10`, millimetres. Undefined for anything else. */
export function sizeName(sizes: string, t: Translator): string | undefined {
  const [, below, from, to, least] = /^(?:below-([\d.]+)|([\d.]+)-to-([\d.]+)|from-([\d.]+))$/.exec(sizes) ?? []
  if (below !== undefined) return t('detection.size.below', { to: below })
  if (from !== undefined && to !== undefined) return t('detection.size.between', { from, to })
  return least === undefined ? undefined : t('detection.size.from', { from: least })
}
