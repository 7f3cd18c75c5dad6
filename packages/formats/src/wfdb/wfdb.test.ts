import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnnotations } from './read-annotations.ts'
import { readRecord } from './read-record.ts'
import { writeAnnotations } from './write-annotations.ts'
import { writeRecord } from './write-record.ts'

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const mitdb = join(data, 'ecg/mitdb')
const fromFolder = (name: string) => (existsSync(join(mitdb, name)) ? readFileSync(join(mitdb, name)) : undefined)

describe('a record of the MIT-BIH Arrhythmia Database (needs shared/data)', () => {
  it.skipIf(!existsSync(mitdb))('reads 100: length, first samples, checksums', () => {
    const record = readRecord('100.hea', fromFolder)
    expect(record).toMatchObject({ samplingFrequency: 360, length: 650_000 })
    // First samples of record 100 as published by the database's header (995, 1011); 200 ADC units a millivolt.
    expect(record.channels.map(({ name, samples, gain }) => [name, samples[0], gain])).toEqual([
      ['MLII', 995, 200],
      ['V5', 1011, 200],
    ])
  })

  it.skipIf(!existsSync(mitdb))('reads the annotations of every record, to their end marks', () => {
    // Beats of each record as the database's directory lists them: 100 has 2239 N, 33 A, 1 V; 119 has 1543 N, 444 V.
    const count = (record: string, code: string) =>
      readAnnotations(fromFolder(`${record}.atr`)!, record).filter((one) => one.code === code).length
    expect([count('100', 'N'), count('100', 'A'), count('100', 'V')]).toEqual([2239, 33, 1])
    expect([count('119', 'N'), count('119', 'V')]).toEqual([1543, 444])
    expect([count('207', '['), count('207', 'E')]).toEqual([6, 105])
  })

  it.skipIf(!existsSync(mitdb))('writes its annotations and reads them back the same', () => {
    const annotations = readAnnotations(fromFolder('207.atr')!, '207')
    expect(readAnnotations(writeAnnotations(annotations), 'written')).toEqual(annotations)
  })
})

describe('an annotation file', () => {
  it('has the words of annot(5): code and interval, SKIP high half first, SUB, CHN, AUX padded to even, end mark', () => {
    const word = (code: number, interval: number) => [interval & 0xff, (code << 2) | (interval >> 8)]
    const bytes = Uint8Array.from([
      ...[...word(28, 18), ...word(63, 3), 0x28, 0x4e, 0x00, 0x00], // + at 18, AUX '(N\0' and a byte of padding
      ...[...word(1, 1023), ...word(61, 0x3ff)], // N at 1041, subtype −1
      ...[...word(59, 0), 0x01, 0x00, 0x02, 0x00, ...word(5, 3), ...word(62, 1)], // SKIP 65538, V at 66582, channel 1
      ...[...word(60, 4), ...word(9, 4)], // NUM is passed over; S at 66586, still channel 1
      ...word(0, 0),
    ])
    const expected = [
      { sample: 18, code: '+', subtype: 0, channel: 0, aux: '(N' },
      { sample: 1041, code: 'N', subtype: -1, channel: 0, aux: '' },
      { sample: 66582, code: 'V', subtype: 0, channel: 1, aux: '' },
      { sample: 66586, code: 'S', subtype: 0, channel: 1, aux: '' },
    ]
    expect(readAnnotations(bytes, 'r.atr')).toEqual(expected)
    expect(() => readAnnotations(bytes.subarray(0, -2), 'r.atr')).toThrow('annotations-unreadable')
  })

  it('keeps every annotation that can be written', () => {
    const one = fc.record({
      gap: fc.oneof(fc.integer({ min: 0, max: 1023 }), fc.integer({ min: 1024, max: 10_000_000 })),
      code: fc.constantFrom('N', 'V', 'S', 'F', 'Q', '+', '~', '[', ']', '/', 'r', '#42'),
      subtype: fc.integer({ min: -128, max: 127 }),
      channel: fc.integer({ min: 0, max: 255 }),
      aux: fc.stringMatching(/^[ -~]{0,300}$/),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (drawn) => {
        let sample = 0
        const annotations = drawn.map(({ gap, ...rest }) => {
          sample += gap
          return { sample, ...rest }
        })
        expect(readAnnotations(writeAnnotations(annotations), 'r.atr')).toEqual(annotations)
      }),
    )
  })

  it('is not written with a code that would be read as something else', () => {
    for (const code of ['#0', '#59', '#63', 'X'])
      expect(() => writeAnnotations([{ sample: 1, code, subtype: 0, channel: 0, aux: '' }])).toThrow(RangeError)
  })
})

describe('a damaged record', () => {
  const waveform = {
    samplingFrequency: 250,
    length: 100,
    channels: [{ name: 'I', units: 'mV', gain: 200, baseline: 0, samples: new Int32Array(100).fill(7) }],
    comments: [],
  }
  const written = () => new Map(writeRecord('r', waveform, 212).map(({ name, bytes }) => [name, bytes]))
  const codeOf = (files: Map<string, Uint8Array>) => {
    try {
      readRecord('r.hea', (name) => files.get(name))
      return undefined
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  const withHeader = (change: (text: string) => string) => {
    const files = written()
    return files.set('r.hea', Buffer.from(change(Buffer.from(files.get('r.hea')!).toString())))
  }

  it('is refused with its reason', () => {
    const truncated = written()
    truncated.set('r.dat', truncated.get('r.dat')!.subarray(0, 20))
    expect(codeOf(truncated)).toBe('record-truncated')
    const flipped = written()
    flipped.get('r.dat')![33] = 0xff
    expect(codeOf(flipped)).toBe('record-unreadable')
    expect(codeOf(withHeader((text) => text.replace('r.dat', '../../etc/passwd')))).toBe('record-unreadable')
    expect(codeOf(withHeader((text) => text.replace(' 212 ', ' 9 ')))).toBe('record-unsupported')
    expect(codeOf(withHeader((text) => text.replace('r 1 250', 'r 1 -250')))).toBe('record-unreadable')
    expect(codeOf(withHeader(() => ''))).toBe('record-unreadable')
    expect(codeOf(withHeader((text) => text.replace('200(0)/mV', '200(0mV')))).toBe('record-unreadable')
    expect(codeOf(withHeader((text) => `${text}#${'x'.repeat(2 ** 20)}`))).toBe('record-unreadable')
    expect(codeOf(withHeader((text) => text.replace('r 1', 'r/3 1')))).toBe('record-unreadable')
  })

  it('never ends in anything but a record or a named refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (header, signal) => {
        const files = new Map([
          ['r.hea', header],
          ['r.dat', signal],
        ])
        expect(codeOf(files) ?? 'record-unreadable').toMatch(/^record-/)
        try {
          readAnnotations(signal, 'r.atr')
        } catch (error) {
          expect((error as { code: string }).code).toBe('annotations-unreadable')
        }
      }),
    )
  })
})
