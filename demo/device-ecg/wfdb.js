// Reading and writing of the WFDB files that this program meets: formats 16 and 212, MIT annotations.

/** @returns {{ samplingFrequency: number, leads: Float64Array[] }} leads in millivolts */
export function readRecord(headerName, read) {
  const lines = read(headerName)
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'))
  const [, count, frequency, length] = lines[0].trim().split(/\s+/)
  const signals = lines.slice(1, 1 + Number(count)).map(readSignalLine)
  const bytes = read(signals[0].file)
  const total = Number(length) * signals.length
  const values = signals[0].format === 212 ? decode212(bytes, total) : decode16(bytes, total)
  const leads = signals.map(({ gain, baseline }, lead) => {
    const samples = new Float64Array(Number(length))
    for (let i = 0; i < samples.length; i += 1) samples[i] = (values[i * signals.length + lead] - baseline) / gain
    return samples
  })
  return { samplingFrequency: Number.parseFloat(frequency), leads }
}

function readSignalLine(line) {
  const [file, format, gain = '200', , zero = '0'] = line.trim().split(/\s+/)
  const baseline = /\((-?\d+)\)/.exec(gain)?.[1] ?? zero
  return { file, format: Number.parseInt(format, 10), gain: Number.parseFloat(gain) || 200, baseline: Number(baseline) }
}

function decode16(bytes, count) {
  const values = new Int16Array(count)
  for (let i = 0; i < count; i += 1) values[i] = bytes.readInt16LE(2 * i)
  return values
}

function decode212(bytes, count) {
  const values = new Int16Array(count)
  for (let i = 0, at = 0; i < count; i += 2, at += 3) {
    values[i] = ((bytes[at] | ((bytes[at + 1] & 0x0f) << 8)) << 20) >> 20
    if (i + 1 < count) values[i + 1] = ((bytes[at + 2] | ((bytes[at + 1] & 0xf0) << 4)) << 20) >> 20
  }
  return values
}

const numbers = { N: 1, V: 5, S: 9, Q: 13 }

/** @param {{ sample: number, code: 'N' | 'V' | 'S' | 'Q' }[]} annotations in order */
export function writeAnnotations(annotations) {
  const words = []
  let last = 0
  for (const { sample, code } of annotations) {
    const interval = sample - last
    if (interval > 1023) words.push(59 << 10, interval >> 16, interval & 0xffff, numbers[code] << 10)
    else words.push((numbers[code] << 10) | interval)
    last = sample
  }
  words.push(0)
  const bytes = Buffer.alloc(words.length * 2)
  words.forEach((word, i) => {
    bytes.writeUInt16LE(word, 2 * i)
  })
  return bytes
}
