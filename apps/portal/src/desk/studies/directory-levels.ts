import type { Asked } from './study-filter.ts'

/** What the list of studies is asked for below a path; parts of the body and models can't be asked for. */
export function askedBelow(path: readonly string[]): Asked {
  const [category, modality, manufacturer, , , year] = path
  return {
    ...(category ? { category } : {}),
    ...(modality ? { modality } : {}),
    ...(manufacturer ? { manufacturer } : {}),
    ...(year ? { from: `${year}-01-01`, to: `${year}-12-31` } : {}),
  }
}
