// Beat classification by shape and timing, after the open source ECG analysis of Hamilton (EP Limited, 2002) and the
// features of de Chazal, O'Dwyer and Reilly (IEEE Trans. Biomed. Eng. 51:1196–1206, 2004): beats are grouped by the
// correlation of their shapes; the group of the dominant rhythm is normal; a group is ventricular when it is wide or
// unlike the dominant one and comes early; a beat of normal shape that comes early is supraventricular.
import { difference, median, movingAverage } from './detect-qrs.js'

/**
 * @param {Float64Array[]} leads millivolts
 * @param {number[]} peaks samples of the beats
 * @param {number} frequency Hz
 * @returns {{ sample: number, code: 'N' | 'V' | 'S' }[]}
 */
export function classifyBeats(leads, peaks, frequency) {
  const smooth = leads.map((lead) => withoutWander(lead, frequency))
  const beats = peaks.map((sample, i) => ({
    sample,
    shape: shapeAt(smooth, sample, frequency),
    width: widthAt(smooth[0], sample, frequency),
    early: earliness(peaks, i),
    late: i + 1 < peaks.length ? (peaks[i + 1] - sample) / localInterval(peaks, i) : 1,
  }))
  const groups = groupByShape(beats)
  const dominant = dominantOf(groups)
  const width = dominant ? median(dominant.beats.map((beat) => beat.width)) : 0
  const irregular = isIrregular(peaks)
  for (const group of groups) group.isVentricular = group !== dominant && isVentricular(group, dominant, width)
  return beats.map((beat) => ({ sample: beat.sample, code: codeOf(beat, irregular) }))
}

function codeOf(beat, irregular) {
  if (beat.group.isVentricular) return 'V'
  return beat.early < (irregular ? 0.5 : 0.85) ? 'S' : 'N'
}

function withoutWander(lead, frequency) {
  const base = movingAverage(movingAverage(lead, Math.round(0.6 * frequency)), Math.round(0.6 * frequency))
  const smooth = movingAverage(lead, Math.round(0.02 * frequency))
  return difference(smooth, base)
}

/** The beat from 120 ms before to 200 ms after, all leads, about its mean and of length one. */
function shapeAt(leads, sample, frequency) {
  const before = Math.round(0.12 * frequency)
  const after = Math.round(0.2 * frequency)
  const step = Math.max(1, Math.round(frequency / 125))
  const points = Math.floor((before + after) / step) + 1
  const shape = new Float64Array(leads.length * points)
  let at = 0
  for (const lead of leads)
    for (let i = sample - before; i <= sample + after; i += step)
      shape[at++] = lead[Math.min(lead.length - 1, Math.max(0, i))]
  return standardise(shape)
}

function standardise(shape) {
  let sum = 0
  let squares = 0
  for (let i = 0; i < shape.length; i += 1) sum += shape[i]
  const mean = sum / shape.length
  for (let i = 0; i < shape.length; i += 1) squares += (shape[i] - mean) ** 2
  const norm = Math.sqrt(squares) || 1
  for (let i = 0; i < shape.length; i += 1) shape[i] = (shape[i] - mean) / norm
  return shape
}

/** Seconds around the beat in which the signal moves at more than a fifth of its steepest slope. */
function widthAt(lead, sample, frequency) {
  const reach = Math.round(0.15 * frequency)
  const step = Math.max(1, Math.round(0.012 * frequency))
  const valueAt = (i) => lead[Math.min(lead.length - 1, Math.max(0, i))]
  const slope = (i) => Math.abs(valueAt(i + step) - valueAt(i - step))
  let most = 0
  for (let i = sample - reach; i <= sample + reach; i += 1) most = Math.max(most, slope(i))
  let first = sample
  let last = sample
  for (let i = sample - reach; i <= sample + reach; i += 1) {
    if (slope(i) < 0.2 * most) continue
    first = Math.min(first, i)
    last = Math.max(last, i)
  }
  return (last - first) / frequency
}

function localInterval(peaks, i) {
  const around = []
  for (let k = Math.max(1, i - 8); k <= Math.min(peaks.length - 1, i + 8); k += 1) around.push(peaks[k] - peaks[k - 1])
  return around.length ? median(around) : 1
}

function earliness(peaks, i) {
  return i === 0 ? 1 : (peaks[i] - peaks[i - 1]) / localInterval(peaks, i)
}

/** Whether most intervals differ from the next by more than a tenth, as in atrial fibrillation. */
function isIrregular(peaks) {
  let changed = 0
  for (let i = 2; i < peaks.length; i += 1) {
    const now = peaks[i] - peaks[i - 1]
    const before = peaks[i - 1] - peaks[i - 2]
    if (Math.abs(now - before) > 0.1 * before) changed += 1
  }
  return changed > 0.5 * peaks.length
}

function groupByShape(beats) {
  const groups = []
  for (const beat of beats) {
    let best
    let similarity = 0.88
    for (const group of groups) {
      const found = dotProduct(group.shape, beat.shape) / group.length
      if (found > similarity) {
        similarity = found
        best = group
      }
    }
    if (!best) {
      best = { shape: Float64Array.from(beat.shape), length: 1, beats: [] }
      groups.push(best)
    }
    best.beats.push(beat)
    beat.group = best
    const weight = 1 / Math.min(best.beats.length, 20)
    for (let i = 0; i < beat.shape.length; i += 1) best.shape[i] += weight * (beat.shape[i] - best.shape[i])
    best.length = Math.sqrt(dotProduct(best.shape, best.shape)) || 1
  }
  return groups
}

/** Of two shapes about their means: the correlation times both their lengths. */
function dotProduct(a, b) {
  let product = 0
  for (let i = 0; i < a.length; i += 1) product += a[i] * b[i]
  return product
}

/** The largest group; a narrower one of at least a third of its size is preferred. */
function dominantOf(groups) {
  const bySize = [...groups].sort((a, b) => b.beats.length - a.beats.length)
  const [largest] = bySize
  if (!largest) return undefined
  const widthOf = (group) => median(group.beats.map((beat) => beat.width))
  const rival = bySize.find(
    (group) =>
      group !== largest &&
      group.beats.length > largest.beats.length / 3 &&
      widthOf(group) < 0.8 * widthOf(largest) &&
      median(largest.beats.map((beat) => beat.early)) < 0.92,
  )
  return rival ?? largest
}

function isVentricular(group, dominant, width) {
  const own = median(group.beats.map((beat) => beat.width))
  const early = median(group.beats.map((beat) => beat.early))
  const late = median(group.beats.map((beat) => beat.late))
  const likeness = dotProduct(group.shape, dominant.shape) / (group.length * dominant.length)
  const isWide = own > 1.2 * width
  const isEarly = early < 0.88
  const hasPause = late > 1.08
  if (likeness < 0.6 && (isEarly || isWide)) return true
  return isWide && isEarly && hasPause
}
