// QRS detection after Pan and Tompkins (IEEE Trans. Biomed. Eng. 32:230–236, 1985) with the peak rules of Hamilton
// (Computers in Cardiology 29:101–104, 2002): band-pass, slope, moving window, adaptive threshold between the medians of
// the last QRS and noise peaks, no second beat within 200 ms, T waves told by their slope, search back after 1.5 intervals.

/**
 * @param {Float64Array} lead millivolts
 * @param {number} frequency Hz
 * @returns {number[]} samples of the QRS complexes, in order
 */
export function detectQrs(lead, frequency) {
  const band = bandPass(lead, frequency)
  const slope = slopeOf(band)
  const energy = movingAverage(magnitudeOf(slope), Math.round(0.08 * frequency))
  const peaks = peaksOf(energy, Math.round(0.2 * frequency))
  return choose(peaks, energy, slope, frequency).map((peak) => refine(band, peak, Math.round(0.1 * frequency)))
}

/** Leaves about 5 to 20 Hz: what is left of a short moving average after a long one is taken away, twice. */
function bandPass(lead, frequency) {
  const smooth = movingAverage(movingAverage(lead, Math.round(0.022 * frequency)), Math.round(0.022 * frequency))
  const base = movingAverage(movingAverage(smooth, Math.round(0.13 * frequency)), Math.round(0.13 * frequency))
  return difference(smooth, base)
}

/** What is left of a signal without another. */
export function difference(signal, other) {
  const left = new Float64Array(signal.length)
  for (let i = 0; i < left.length; i += 1) left[i] = signal[i] - other[i]
  return left
}

function magnitudeOf(signal) {
  const magnitude = new Float64Array(signal.length)
  for (let i = 0; i < magnitude.length; i += 1) magnitude[i] = Math.abs(signal[i])
  return magnitude
}

function slopeOf(signal) {
  const slope = new Float64Array(signal.length)
  for (let i = 2; i < signal.length - 2; i += 1)
    slope[i] = (2 * (signal[i + 2] - signal[i - 2]) + (signal[i + 1] - signal[i - 1])) / 8
  return slope
}

/** Centred; at the ends over what there is. */
export function movingAverage(signal, width) {
  const half = Math.max(1, Math.floor(width / 2))
  const full = 2 * half + 1
  const { length } = signal
  const averaged = new Float64Array(length)
  const end = Math.max(half, length - half - 1)
  for (let i = 0; i < Math.min(half, length); i += 1) averaged[i] = meanOf(signal, i - half, i + half)
  for (let i = end; i < length; i += 1) averaged[i] = meanOf(signal, i - half, i + half)
  let sum = meanOf(signal, 0, full - 1) * full
  for (let i = half; i < end; i += 1) {
    averaged[i] = sum / full
    sum += signal[i + half + 1] - signal[i - half]
  }
  return averaged
}

function meanOf(signal, from, to) {
  const first = Math.max(0, from)
  const last = Math.min(signal.length - 1, to)
  let sum = 0
  for (let i = first; i <= last; i += 1) sum += signal[i]
  return sum / (last - first + 1)
}

/** Local maxima, the largest within the dead time. */
function peaksOf(energy, dead) {
  const peaks = []
  for (let i = 1; i + 1 < energy.length; i += 1) {
    if (!(energy[i] > energy[i - 1] && energy[i] >= energy[i + 1])) continue
    const last = peaks.at(-1)
    if (last === undefined || i - last > dead) peaks.push(i)
    else if (energy[i] > energy[last]) peaks[peaks.length - 1] = i
  }
  return peaks
}

function choose(peaks, energy, slope, frequency) {
  const start = peaks.filter((peak) => peak < 8 * frequency).map((peak) => energy[peak])
  const beats = []
  const qrs = [median(start.sort((a, b) => b - a).slice(0, 8)) || 0]
  const noise = [qrs[0] * 0.1]
  const intervals = [frequency]
  const threshold = () => median(noise) + 0.3125 * Math.max(0, median(qrs) - median(noise))
  let passed = []
  const accept = (peak) => {
    const last = beats.at(-1)
    if (last !== undefined) keep(intervals, peak - last)
    beats.push(peak)
    keep(qrs, energy[peak])
    passed = []
  }
  for (const peak of peaks) {
    searchBack(peak)
    if (energy[peak] > threshold() && !isTWave(peak)) accept(peak)
    else {
      keep(noise, energy[peak])
      passed.push(peak)
    }
  }
  return beats

  function searchBack(peak) {
    const last = beats.at(-1)
    if (last === undefined || peak - last < 1.5 * median(intervals)) return
    const best = passed
      .filter((one) => one - last > 0.36 * frequency)
      .reduce((found, one) => (found === undefined || energy[one] > energy[found] ? one : found), undefined)
    if (best !== undefined && energy[best] > 0.5 * threshold()) accept(best)
  }

  function isTWave(peak) {
    const last = beats.at(-1)
    if (last === undefined || peak - last > 0.36 * frequency) return false
    return steepest(slope, peak, frequency) < 0.5 * steepest(slope, last, frequency)
  }
}

function steepest(slope, peak, frequency) {
  const reach = Math.round(0.06 * frequency)
  let most = 0
  for (let i = Math.max(0, peak - reach); i <= Math.min(slope.length - 1, peak + reach); i += 1)
    most = Math.max(most, Math.abs(slope[i]))
  return most
}

function keep(values, value) {
  values.push(value)
  if (values.length > 8) values.shift()
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The largest deflection near a peak of the energy. */
function refine(band, peak, reach) {
  let best = peak
  for (let i = Math.max(0, peak - reach); i <= Math.min(band.length - 1, peak + reach); i += 1)
    if (Math.abs(band[i]) > Math.abs(band[best])) best = i
  return best
}
