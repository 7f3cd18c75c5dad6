import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRecord } from './read-record.ts'
import { findSignalFormat } from './signal-formats/find-signal-format.ts'
import { missingSample, type Waveform } from './waveform.ts'
import { writeRecord } from './write-record.ts'

const channel = (samples: readonly number[], name = 'II', gain = 200, baseline = 0) => ({
  name,
  units: 'mV',
  gain,
  baseline,
  samples: Int32Array.from(samples),
})
const waveform = (channels: Waveform['channels'], samplingFrequency = 250): Waveform => ({
  samplingFrequency,
  length: channels[0]!.samples.length,
  channels,
  comments: [],
})
type Files = Map<string, Uint8Array>
const filesOf = (...parts: { name: string; bytes: Uint8Array }[][]): Files =>
  new Map(parts.flat().map(({ name, bytes }) => [name, bytes]))
const read = (files: Files, header = 'r.hea') => readRecord(header, (name) => files.get(name))
const text = (name: string, lines: readonly string[]) => [{ name, bytes: Buffer.from(`${lines.join('\n')}\n`) }]

describe('a signal format', () => {
  // Bytes by hand from the definitions of signal(5): the samples of each are 1, −2, 3.
  it.each([
    [16, [0x01, 0x00, 0xfe, 0xff, 0x03, 0x00]],
    [24, [0x01, 0x00, 0x00, 0xfe, 0xff, 0xff, 0x03, 0x00, 0x00]],
    [32, [0x01, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0x03, 0, 0, 0]],
    [61, [0x00, 0x01, 0xff, 0xfe, 0x00, 0x03]],
    [80, [0x81, 0x7e, 0x83]],
    [160, [0x01, 0x80, 0xfe, 0x7f, 0x03, 0x80]],
    [212, [0x01, 0xf0, 0xfe, 0x03, 0x00]],
    // 1 << 1 with the five low bits of 3 above bit 11; (−2 & 0x3ff) << 1 with its five high bits, which are 0.
    [310, [0x02, 0x18, 0xfc, 0x07]],
    // 1 | 0x3fe << 10 | 3 << 20 = 0x3ff801.
    [311, [0x01, 0xf8, 0x3f, 0x00]],
  ] as const)('%d packs as signal(5) says', (number, bytes) => {
    const format = findSignalFormat(number)!
    expect([...format.encode(Int32Array.of(1, -2, 3))]).toEqual([...bytes])
    expect([...format.decode(Uint8Array.from(bytes), 3)]).toEqual([1, -2, 3])
    expect([format.bytesFor(3), format.samplesIn(bytes.length)]).toEqual([bytes.length, 3])
  })

  it('8 holds first differences from the initial value', () => {
    const files = filesOf(writeRecord('r', waveform([channel([1000, 1100, 990, 990])]), 8))
    expect([...files.get('r.dat')!]).toEqual([0, 100, 146, 0])
    expect([...read(files).channels[0]!.samples]).toEqual([1000, 1100, 990, 990])
    expect(() => writeRecord('r', waveform([channel([0, 128])]), 8)).toThrow(RangeError)
  })

  it.each([16, 24, 32, 61, 80, 160, 212, 310, 311])('%d keeps every sample and every gap, of any number', (number) => {
    const { least } = findSignalFormat(number)!
    const sample = fc.oneof(fc.integer({ min: least + 1, max: -least - 1 }), fc.constant(missingSample))
    const channels = fc.integer({ min: 1, max: 12 }).chain((length) => {
      const samples = fc.array(sample, { minLength: length, maxLength: length })
      return fc.array(samples, { minLength: 1, maxLength: 3 })
    })
    fc.assert(
      fc.property(channels, (drawn) => {
        const written = waveform(drawn.map((samples, index) => channel(samples, `lead ${index}`)))
        expect(read(filesOf(writeRecord('r', written, number)))).toEqual(written)
      }),
    )
    if (number !== 32) expect(() => writeRecord('r', waveform([channel([-least])]), number)).toThrow(RangeError)
  })
})

describe('a record of frames', () => {
  // Two frames of a slow signal, a fast one with three samples a frame, and another slow one, in format 16.
  const bytes = Buffer.from(Int16Array.of(1, 10, 20, 33, 7, 2, -10, -20, -33, 8).buffer)
  const header = (fast: string, last = '16') =>
    text('r.hea', ['r 3 100 2', 'r.dat 16 200 16 0 1', `r.dat ${fast} 100(5) 16 0 10`, `r.dat ${last} 200 16 0 7`])
  const of = (fast: string, last?: string, samples: Uint8Array = bytes) =>
    read(filesOf(header(fast, last), [{ name: 'r.dat', bytes: samples }]))

  it('has the mean of each frame where a signal has several samples in it', () => {
    const { samplingFrequency, length, channels } = of('16x3')
    expect([samplingFrequency, length]).toEqual([100, 2])
    expect(channels.map(({ samples }) => [...samples])).toEqual([
      [1, 2],
      [63, -63],
      [7, 8],
    ])
    const [, { gain, baseline, samples }] = channels as [unknown, Waveform['channels'][0]]
    // (21 − 5) / 100 and (−21 − 5) / 100.
    for (const [i, value] of [0.16, -0.26].entries()) expect((samples[i]! - baseline) / gain).toBeCloseTo(value, 12)
  })

  it('misses a frame that misses a sample', () => {
    const gap = Buffer.from(bytes)
    gap.writeInt16LE(-32_768, 4)
    expect([...of('16x3', '16', gap).channels[1]!.samples]).toEqual([missingSample, -63])
  })

  it('has skewed signals put back to their time', () => {
    expect([...of('16x3', '16:1').channels[2]!.samples]).toEqual([8, missingSample])
    expect([...of('16x3:1').channels[1]!.samples]).toEqual([-63, missingSample])
    expect([...of('16x3:9').channels[1]!.samples]).toEqual([missingSample, missingSample])
  })

  it('that is too short is refused', () => {
    expect(() => of('16x4')).toThrow('record-truncated')
    expect(() => of('16x0')).toThrow('samples a frame: 0')
  })
})

describe('a record of several segments', () => {
  const one = writeRecord('one', waveform([channel([1, 2, 3]), channel([4, 5, 6], 'V')]), 16)
  const two = writeRecord('two', waveform([channel([7, 8], 'V'), channel([9, 10], 'aVR')]), 212)
  const codeOf = (files: Files) => {
    try {
      read(files)
      return undefined
    } catch (error) {
      const { code, parameters } = error as { code: string; parameters: { what?: string } }
      return `${code}: ${parameters.what}`
    }
  }

  it('of one layout is joined, with gaps', () => {
    const again = writeRecord('again', waveform([channel([7, 8]), channel([9, 10], 'V')]), 16)
    const header = text('r.hea', ['r/4 2 250 8', 'one 3', '~ 1', 'again 2', '~ 2'])
    const { channels, length } = read(filesOf(header, one, again))
    expect(length).toBe(8)
    expect(channels.map(({ samples }) => [...samples])).toEqual([
      [1, 2, 3, missingSample, 7, 8, missingSample, missingSample],
      [4, 5, 6, missingSample, 9, 10, missingSample, missingSample],
    ])
  })

  it('of many layouts is joined by the names of its signals', () => {
    const layout = text('layout.hea', [
      'layout 3 250 0',
      ...['II', 'V', 'aVR'].map((name) => `~ 0 200(0)/mV 12 0 0 0 0 ${name}`),
    ])
    const header = text('r.hea', ['r/3 3 250 5', 'layout 0', 'one 3', 'two 2'])
    const { channels } = read(filesOf(header, layout, one, two))
    expect(channels.map(({ name, samples }) => [name, ...samples])).toEqual([
      ['II', 1, 2, 3, missingSample, missingSample],
      ['V', 4, 5, 6, 7, 8],
      ['aVR', missingSample, missingSample, missingSample, 9, 10],
    ])
  })

  it('has one gain and one baseline', () => {
    const half = writeRecord('half', waveform([channel([110, 90], 'II', 100, 100), channel([0, 1], 'V', 100)]), 16)
    const { channels } = read(filesOf(text('r.hea', ['r/2 2 250 5', 'one 3', 'half 2']), one, half))
    expect(channels.map(({ samples }) => [...samples])).toEqual([
      [1, 2, 3, 20, -20],
      [4, 5, 6, 0, 2],
    ])
  })

  it('that does not fit together is refused with its reason', () => {
    const whole = (lines: readonly string[], ...parts: { name: string; bytes: Uint8Array }[][]) =>
      codeOf(filesOf(text('r.hea', lines), ...parts))
    expect(whole(['r/1 2 250 4', 'one 3'], one)).toContain('segments of 3 samples in all, header 4')
    expect(whole(['r/1 2 250 4', 'one 4'], one)).toContain('3 samples, 4 in the record')
    expect(whole(['r/1 2 360 3', 'one 3'], one)).toContain('250 Hz, 360 Hz')
    expect(whole(['r/2 2 250 5', 'one 3', 'two 2'], one, two)).toBeUndefined()
    expect(whole(['r/1 2 250 3', '../one 3'], one)).toContain('name of a segment')
    expect(whole(['r/2 2 250 3', 'one 3'], one)).toContain('2 lines are announced')
    expect(whole(['r/1 2 250 3', 'r 3'], one)).toContain('a segment that has segments')
    expect(whole(['r/1 2 250 3', '~ 3'])).toContain('nothing but gaps')
    expect(whole(['r/1 2 250 3', 'gone 3'])).toContain('the file is missing')
    expect(whole(['r/2 2 250', 'one 3', '~ 400000000'], one)).toContain('more than 268435456 samples')
  })
})
