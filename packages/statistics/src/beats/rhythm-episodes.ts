/** A stretch of a record, in samples: from the first, to before the last. */
export interface Episode {
  readonly from: number
  readonly to: number
}

/** What of an annotation says a rhythm: `+` with a text such as `(AFIB`. */
interface RhythmAnnotation {
  readonly sample: number
  readonly code: string
  readonly aux: string
}

/**
 * Episodes of a rhythm: from an annotation of it to the next of another rhythm, or the record's end. Annotations of the same rhythm after
 * each other are one episode.
 * @param annotations in order of their samples
 * @param rhythm such as `AFIB`; AFL is another
 * @param samples length of the record
 */
export function rhythmEpisodes(annotations: readonly RhythmAnnotation[], rhythm: string, samples: number): Episode[] {
  const changes = annotations.filter(({ code, aux }) => code === '+' && aux.startsWith('('))
  const episodes: Episode[] = []
  let from: number | undefined
  for (const { sample, aux } of changes) {
    const isIt = aux.slice(1).replace(/\0.*$/, '').trim() === rhythm
    if (isIt) from ??= sample
    else if (from !== undefined) {
      episodes.push({ from, to: sample })
      from = undefined
    }
  }
  if (from !== undefined) episodes.push({ from, to: samples })
  return episodes.filter((one) => one.to > one.from)
}

/** Counts and durations that the figures of one record are made of. Seconds. */
export interface EpisodeComparison {
  /** Episodes of the reference, and those that the test overlaps. */
  readonly reference: number
  readonly found: number
  /** Episodes of the test, and those that the reference overlaps. */
  readonly test: number
  readonly right: number
  readonly referenceSeconds: number
  readonly testSeconds: number
  readonly commonSeconds: number
}

/**
 * Compares episodes after EC57: by episode (an overlap of any length counts) and by duration, from the end of the learning period on.
 * @param given.start sample from which on episodes are compared
 * Source: ANSI/AAMI EC57:1998, 4.4; epicmp of the WFDB Software Package computes the same figures.
 */
export function compareEpisodes(
  reference: readonly Episode[],
  test: readonly Episode[],
  { start, end, samplingFrequency }: { start: number; end: number; samplingFrequency: number },
): EpisodeComparison {
  const within = (episodes: readonly Episode[]) =>
    episodes
      .map(({ from, to }) => ({ from: Math.max(start, from), to: Math.min(end, to) }))
      .filter(({ from, to }) => to > from)
  const [truth, found] = [within(reference), within(test)]
  const overlaps = (one: Episode, others: readonly Episode[]) =>
    others.some(({ from, to }) => from < one.to && one.from < to)
  const length = (episodes: readonly Episode[]) => episodes.reduce((sum, { from, to }) => sum + to - from, 0)
  const common = truth.reduce(
    (sum, one) =>
      sum + found.reduce((own, { from, to }) => own + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)), 0),
    0,
  )
  return {
    ...{ reference: truth.length, found: truth.filter((one) => overlaps(one, found)).length },
    ...{ test: found.length, right: found.filter((one) => overlaps(one, truth)).length },
    referenceSeconds: length(truth) / samplingFrequency,
    testSeconds: length(found) / samplingFrequency,
    commonSeconds: common / samplingFrequency,
  }
}
