/** Whole numbers, one a voxel: 0 is background. */
export type Labels = Uint8Array | Uint16Array | Uint32Array | Int16Array | Int32Array

/**
 * Labels of a volume as runs of voxels that follow each other, x fastest, then y, then z: what maps of organs and lesions come down to.
 * Run number i reaches from `ends[i - 1]` (the first: from 0) up to, not including, `ends[i]`, and the next one has another label.
 */
export interface LabelRuns {
  readonly ends: Uint32Array
  readonly labels: Labels
}

/** More voxels than places in 32 bits. */
const mostVoxels = 2 ** 32 - 1

/**
 * Makes runs of voxels that come in parts, so that a volume need never be in memory whole. A run takes four bytes, and one, two or four more
 * for its label, by the largest label.
 * @returns `add` for the next part, `runs` for what has been added so far
 * @throws RangeError from `add` for what is no label: labels are whole numbers from 0 up to 2³¹ − 1
 */
export function runBuilder(): { add: (voxels: ArrayLike<number>) => void; runs: () => LabelRuns } {
  let [ends, labels, count, voxelsSoFar, last] = [new Uint32Array(1024), new Uint8Array(1024) as Labels, 0, 0, -1]
  const begin = (label: number) => {
    if (!(Number.isInteger(label) && label >= 0 && label < 2 ** 31)) throw new RangeError(`label: ${label}`)
    if (count === ends.length) {
      ends = enlarged(ends, Uint32Array)
      labels = enlarged(labels, labels.constructor as ArrayType<Labels>)
    }
    labels = wideEnough(labels, label)
    labels[count] = label
    count += 1
    last = label
  }
  return {
    add: (voxels) => {
      if (voxelsSoFar + voxels.length > mostVoxels) throw new RangeError(`more than ${mostVoxels} voxels`)
      for (let at = 0; at < voxels.length; ) {
        const label = voxels[at]!
        if (label !== last) begin(label)
        at += 1
        while (at < voxels.length && voxels[at] === label) at += 1
        ends[count - 1] = voxelsSoFar + at
      }
      voxelsSoFar += voxels.length
    },
    runs: () => ({ ends: ends.slice(0, count), labels: labels.slice(0, count) }),
  }
}

type ArrayType<Values> = new (length: number) => Values

function enlarged<Values extends Labels>(values: Values, type: ArrayType<Values>): Values {
  const larger = new type(2 * values.length)
  larger.set(values)
  return larger
}

/** The same labels in an array that the next one fits into. */
function wideEnough(labels: Labels, label: number): Labels {
  if (label < 2 ** (8 * labels.BYTES_PER_ELEMENT)) return labels
  return label < 2 ** 16 ? Uint16Array.from(labels) : Uint32Array.from(labels)
}

/** Runs of labels that are in memory, one a voxel. @throws RangeError as `runBuilder` */
export function runsOf(labels: ArrayLike<number>): LabelRuns {
  const builder = runBuilder()
  builder.add(labels)
  return builder.runs()
}

/** Labels, one a voxel, of runs: as many bytes a voxel as the largest label needs. */
export function voxelsOf({ ends, labels }: LabelRuns): Labels {
  const voxels = new (labels.constructor as ArrayType<Labels>)(ends.at(-1) ?? 0)
  for (let i = 0, from = 0; i < ends.length; i += 1) {
    voxels.fill(labels[i]!, from, ends[i]!)
    from = ends[i]!
  }
  return voxels
}

/** Visits runs of pairs of labels, in order, of two volumes with as many voxels. */
export function eachPair(
  one: LabelRuns,
  other: LabelRuns,
  visit: (label: number, otherLabel: number, voxels: number) => void,
): void {
  for (let from = 0, i = 0, k = 0; i < one.ends.length && k < other.ends.length; ) {
    const [end, otherEnd] = [one.ends[i]!, other.ends[k]!]
    const until = Math.min(end, otherEnd)
    visit(one.labels[i]!, other.labels[k]!, until - from)
    from = until
    if (end === until) i += 1
    if (otherEnd === until) k += 1
  }
}
