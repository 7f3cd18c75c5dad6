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

/** Rhythms whose stretches in the reference count for no episode of the test: flutter may be taken for fibrillation. */
const excludedBy: Readonly<Record<string, string>> = { AFIB: 'AFL' }

/**
 * Compares the episodes of a rhythm after EC57: by episode (an overlap of any length counts) and by duration, from the end of the learning
 * period on. Of the test's fibrillation what the reference calls flutter is left out: an episode within it counts neither way, and of
 * another one its time.
 * @param given.rhythm as `rhythmEpisodes` takes it
 * @param given.start sample from which on episodes are compared
 * @param given.samples length of the record
 * Source: ANSI/AAMI EC57:1998, 4.4; epicmp of the WFDB Software Package computes the same figures.
 */
export function compareRhythm(
  reference: readonly RhythmAnnotation[],
  test: readonly RhythmAnnotation[],
  { rhythm, start, samples, samplingFrequency }: ComparisonRange & { rhythm: string },
): EpisodeComparison {
  const of = (annotations: readonly RhythmAnnotation[], name: string) => rhythmEpisodes(annotations, name, samples)
  const excluded = excludedBy[rhythm]
  return compareEpisodes(
    { reference: of(reference, rhythm), test: of(test, rhythm), excluded: excluded ? of(reference, excluded) : [] },
    { start, samples, samplingFrequency },
  )
}

interface ComparisonRange {
  readonly start: number
  readonly samples: number
  readonly samplingFrequency: number
}

/** @param given.excluded stretches that don't meet the reference's episodes */
export function compareEpisodes(
  {
    reference,
    test,
    excluded = [],
  }: Readonly<Record<'reference' | 'test', readonly Episode[]>> & { excluded?: readonly Episode[] },
  { start, samples, samplingFrequency }: ComparisonRange,
): EpisodeComparison {
  const within = (episodes: readonly Episode[]) =>
    episodes
      .map(({ from, to }) => ({ from: Math.max(start, from), to: Math.min(samples, to) }))
      .filter(({ from, to }) => to > from)
  const length = ({ from, to }: Episode) => to - from
  const counted = (one: Episode) => length(one) - sumOf(excluded, (other) => common(one, other))
  const truth = within(reference)
  const found = within(test).filter((one) => counted(one) > 0)
  const meets = (one: Episode, others: readonly Episode[]) => others.some((other) => common(one, other) > 0)
  return {
    reference: truth.length,
    found: truth.filter((one) => meets(one, found)).length,
    test: found.length,
    right: found.filter((one) => meets(one, truth)).length,
    referenceSeconds: sumOf(truth, length) / samplingFrequency,
    testSeconds: sumOf(found, counted) / samplingFrequency,
    commonSeconds: sumOf(truth, (one) => sumOf(found, (other) => common(one, other))) / samplingFrequency,
  }
}

function sumOf(episodes: readonly Episode[], of: (one: Episode) => number): number {
  return episodes.reduce((sum, one) => sum + of(one), 0)
}

/** Samples that two stretches have in common. */
function common(one: Episode, other: Episode): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from))
}
