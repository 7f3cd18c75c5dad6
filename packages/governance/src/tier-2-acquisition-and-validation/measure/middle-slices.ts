import type { Volume } from '@assay/formats'

/** The middle third of a volume's slices, from 0 on. */
export function middleSlices({ size: [, , slices] }: Pick<Volume, 'size'>): number[] {
  const from = Math.floor(slices / 3)
  return Array.from({ length: Math.max(1, Math.ceil((2 * slices) / 3) - from) }, (_, i) => from + i)
}
