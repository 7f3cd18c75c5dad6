/** Samples from the first to the second, both included. */
export type Span = readonly [from: number, to: number]

/** Whether a sample lies in one of the spans. */
export function withinSpans(spans: readonly Span[], sample: number): boolean {
  return spans.some(([from, to]) => sample >= from && sample <= to)
}

/** Length of what the spans cover between two samples, and the excluded ones don't. Samples. */
export function coveredLength([least, most]: Span, spans: readonly Span[], excluded: readonly Span[]): number {
  const clip = (sample: number) => Math.min(Math.max(sample, least), Math.max(least, most))
  const edgesOf = (list: readonly Span[], isExcluded: boolean) =>
    list.flatMap(([from, to]) => [
      { at: clip(from), isExcluded, change: 1 },
      { at: clip(to), isExcluded, change: -1 },
    ])
  const edges = [...edgesOf(spans, false), ...edgesOf(excluded, true)].sort((a, b) => a.at - b.at)
  let [length, depth, excludedDepth, last] = [0, 0, 0, least]
  for (const { at, isExcluded, change } of edges) {
    if (depth > 0 && excludedDepth === 0) length += at - last
    if (isExcluded) excludedDepth += change
    else depth += change
    last = at
  }
  return length
}
