import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { missingSample } from '../wfdb/waveform.ts'
import { encodeScpEcg, withChecksums } from './encode-scp-ecg.ts'
import { readScpEcg } from './read-scp-ecg.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-scp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const heart = (i: number, size: number) =>
  0 + Math.round(900 * size * Math.exp(-((((i % 400) - 150) / 8) ** 2)) + 120 * Math.sin(i / 60) + (i % 7))
const leads = [1, 2, 3].map((number) => ({
  number,
  start: 1,
  values: Array.from({ length: 2000 }, (_, i) => heart(i, number)),
}))
const samplesOf = (bytes: Uint8Array) => readScpEcg(bytes, 'a.scp').waveform.channels.map(({ samples }) => [...samples])
const whatIs = (bytes: Uint8Array) => {
  try {
    readScpEcg(bytes, 'a.scp')
    return 'read'
  } catch (error) {
    const { code, parameters } = error as { code: string; parameters: { what?: string } }
    return `${code}: ${parameters.what}`
  }
}

/** A record whose QRS complexes at 300 and 700 had a reference beat taken away; the one at 1100 has another shape. */
function withReferenceBeats() {
  const beat = Array.from({ length: 100 }, (_, i) => Math.round(500 * Math.exp(-(((i - 40) / 6) ** 2))))
  // The fiducial point is the beat's sample 41; QRS complexes at 300, 700 and, of another shape, 1100.
  const complexes = [300, 700, 1100].map((fiducial, i) => ({
    type: i === 2 ? 1 : 0,
    fiducial,
    subtracted: i === 2 ? [0, 0] : [fiducial - 40, fiducial + 59],
    protectedZone: [fiducial - 20, fiducial + 20],
  })) as { type: number; subtracted: [number, number]; fiducial: number; protectedZone: [number, number] }[]
  const rest = leads.map((lead) => {
    const values = [...lead.values]
    for (const { type, fiducial } of complexes)
      if (type === 0) for (const [i, value] of beat.entries()) values[fiducial - 1 - 40 + i]! -= value
    return { ...lead, values }
  })
  const reference = { milliseconds: 200, fiducial: 41, interval: 2000, leads: [beat, beat, beat] }
  const bytes = encodeScpEcg({ leads: rest, coding: 'default', order: 2, beat: reference, complexes })
  return { bytes, rest, reference, complexes }
}

describe('an SCP-ECG record', () => {
  it.each(['plain', 'default', 'custom'] as const)(
    'is read with its samples in %s codes, as differences too',
    (coding) => {
      for (const order of [0, 1, 2] as const) {
        const { waveform } = readScpEcg(
          encodeScpEcg({ leads, coding, order, nanovolts: 2500, interval: 2000 }),
          'a.scp',
        )
        expect(waveform.channels.map(({ samples }) => [...samples])).toEqual(leads.map(({ values }) => values))
        const [first] = waveform.channels
        expect([waveform.samplingFrequency, waveform.length, first!.units, first!.gain]).toEqual([500, 2000, 'mV', 400])
        expect(waveform.channels.map(({ name }) => name)).toEqual(['I', 'II', 'V1'])
      }
    },
  )

  it('keeps every 16-bit value in every code', () => {
    const value = fc.integer({ min: -8192, max: 8191 })
    const coding = fc.constantFrom('plain' as const, 'default' as const, 'custom' as const)
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 40 }),
        coding,
        fc.constantFrom(0, 1, 2),
        (values, code, order) => {
          const bytes = encodeScpEcg({
            leads: [{ number: 1, start: 1, values }],
            coding: code,
            order: order as 0 | 1 | 2,
          })
          expect(samplesOf(bytes)).toEqual([values])
        },
      ),
    )
  })

  it('has leads that begin later, whose samples before are missing', () => {
    const late = { number: 64, start: 3, values: [7, 8, 9] }
    const { channels } = readScpEcg(
      encodeScpEcg({ leads: [{ number: 1, start: 2, values: [4, 5] }, late] }),
      'a',
    ).waveform
    expect(channels.map(({ name, samples }) => [name, ...samples])).toEqual([
      ['I', 4, 5, missingSample, missingSample],
      ['aVF', missingSample, 7, 8, 9],
    ])
  })

  it('gets its reference beats back', () => {
    const { bytes, rest, reference, complexes } = withReferenceBeats()
    expect(samplesOf(bytes)).toEqual(leads.map(({ values }) => values))
    expect(readScpEcg(bytes, 'a').complexes).toEqual(
      [299, 699, 1099].map((sample, i) => ({ sample, type: i === 2 ? 1 : 0 })),
    )
    const finer = { ...reference, interval: 1000 }
    expect(whatIs(encodeScpEcg({ leads: rest, beat: finer, complexes }))).toContain(
      'record-unsupported: reference beats',
    )
  })

  it('is put back on one clock after bimodal compression: whole in its protected zones, on lines between them', () => {
    // 40 samples of 2 ms, of which 17 to 24 are protected; around them four samples are one value, their mean.
    const line = Array.from({ length: 40 }, (_, i) => 100 + 8 * i)
    const means = (from: number, to: number) =>
      Array.from(
        { length: (to - from) / 4 },
        (_, i) => line.slice(from + 4 * i, from + 4 * i + 4).reduce((a, b) => a + b) / 4,
      )
    const values = [...means(0, 16), ...line.slice(16, 24).map((value) => value + 1), ...means(24, 40)]
    const complexes = [
      { type: 0, subtracted: [0, 0] as [number, number], fiducial: 20, protectedZone: [17, 24] as [number, number] },
    ]
    const beat = { milliseconds: 4, fiducial: 1, interval: 2000, leads: [[0, 0]] }
    const bytes = encodeScpEcg({
      leads: [{ number: 1, start: 1, end: 40, values }],
      interval: 8000,
      isBimodal: true,
      beat,
      complexes,
      coding: 'default',
      order: 1,
    })
    const { waveform } = readScpEcg(bytes, 'a.scp')
    const expected = line.map((value, i) => {
      if (i >= 16 && i < 24) return value + 1
      // Before the first middle and after the last the value is held.
      const edges: Record<number, number> = { 0: 112, 1: 112, 14: 208, 15: 208, 24: 304, 25: 304, 38: 400, 39: 400 }
      return edges[i] ?? value
    })
    expect([waveform.samplingFrequency, [...waveform.channels[0]!.samples]]).toEqual([500, expected])
  })

  it('says what identifies apart from the samples, and what its machine measured', () => {
    const tag = (number: number, value: Uint8Array) => Buffer.concat([Buffer.from([number, value.length, 0]), value])
    const patient = Buffer.concat([
      tag(0, Buffer.from('Made\0')),
      ...[
        tag(2, Buffer.from('A1\0')),
        tag(5, Buffer.from([0xd0, 0x07, 2, 29])),
        tag(8, Buffer.from([2])),
        tag(255, Buffer.alloc(0)),
      ],
    ])
    const words = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer)
    const measurements = Buffer.concat([
      ...[Buffer.from([1, 2]), words(800, 29_999), words(...Array(8).fill(0)), words(120, 0, 920, 0), Buffer.alloc(12)],
      ...[words(3), Buffer.from([0, 0, 1]), words(75, 0, 410), Buffer.alloc(1)],
    ])
    const record = readScpEcg(encodeScpEcg({ leads, patient, measurements }), 'a.scp')
    expect(record.waveform.comments).toEqual([
      ...['Last name: Made', 'Patient identification: A1', 'Date of birth: 2000-02-29', 'Sex: female'],
    ])
    expect(record.measurements).toEqual({
      averageRr: 800,
      averagePp: undefined,
      pacemakerSpikes: [120, 920],
      ventricularRate: 75,
      atrialRate: undefined,
      qtc: 410,
    })
  })

  it('that is damaged is refused with its reason', () => {
    const whole = encodeScpEcg({ leads, coding: 'default', order: 2 })
    expect(whatIs(whole.subarray(0, -1))).toBe('record-truncated: undefined')
    expect(whatIs(whole.subarray(0, 20))).toBe('record-unreadable: no SCP-ECG record')
    const flipped = Buffer.from(whole)
    flipped[600]! ^= 4
    expect(whatIs(flipped)).toContain('record-unreadable: check sum of the record')
    const short = { number: 1, start: 1, end: 2_000_000_000, values: [1, 2, 3] }
    expect(whatIs(encodeScpEcg({ leads: [short], coding: 'plain' }))).toContain(
      'record-unsupported: leads of 2000000000',
    )
    expect(whatIs(encodeScpEcg({ leads: [{ ...short, end: 9 }] }))).toContain('9 samples in 6 bytes')
    expect(whatIs(encodeScpEcg({ leads: [{ ...short, end: 12 }], coding: 'default' }))).toContain(
      'ends before its samples',
    )
    const overlapping = [10, 12].map((fiducial) => ({
      type: 0,
      fiducial,
      subtracted: [fiducial - 5, fiducial + 5] as [number, number],
      protectedZone: [0, 0] as [number, number],
    }))
    expect(whatIs(encodeScpEcg({ leads, complexes: overlapping }))).toContain('zones of QRS complexes that overlap')
  })

  it('of any bytes is a record or a named refusal, also where its check sums are right', () => {
    const complexes = [
      { type: 0, subtracted: [5, 9] as [number, number], fiducial: 7, protectedZone: [5, 9] as [number, number] },
    ]
    const beat = { milliseconds: 8, fiducial: 2, interval: 2000, leads: [[1, 2, 3, 4]] }
    const one = [{ number: 1, start: 1, end: 21, values: Array.from({ length: 9 }, (_, i) => i) }]
    const wholes = (['plain', 'default', 'custom'] as const).map((coding) =>
      encodeScpEcg({
        leads: one,
        coding,
        order: 2,
        isBimodal: true,
        interval: 8000,
        beat,
        complexes,
        measurements: Buffer.alloc(20),
      }),
    )
    for (const whole of wholes) expect(whatIs(whole)).toBe('read')
    const change = fc.record({ at: fc.nat(2000), value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255)) })
    fc.assert(
      fc.property(
        fc.constantFrom(...wholes),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (whole, changes, mended) => {
          const bytes = Buffer.from(whole)
          for (const { at, value } of changes) bytes[at % bytes.length] = value
          expect(whatIs(mended ? withChecksums(bytes) : bytes)).toMatch(/^(read$|record-)/)
        },
      ),
      { numRuns: 600, seed: 1 },
    )
  })
})

const hasBiosig = spawnSync('save2gdf', ['--version']).error === undefined

describe.skipIf(!hasBiosig)('biosig (needs biosig-tools)', () => {
  /** Samples of the leads in microvolts, as biosig converts them to a table. */
  const peer = (bytes: Uint8Array): number[][] => {
    const [from, to] = [join(folder, 'a.scp'), join(folder, 'a.csv')]
    rmSync(to, { force: true })
    writeFileSync(from, bytes)
    spawnSync('save2gdf', ['-CSV', from, to])
    const rows = readFileSync(to, 'latin1').trim().split('\n').slice(1)
    return leads.map((_, lead) => rows.map((row) => Number(row.split(',')[lead])))
  }
  const microvolts = (bytes: Uint8Array) =>
    readScpEcg(bytes, 'a').waveform.channels.map(({ samples, gain }) =>
      [...samples].map((sample) => (1000 * sample) / gain),
    )

  it.each([
    ['plain', 0, 1000],
    ['default', 0, 1000],
    ['default', 1, 5000],
    ['default', 2, 1000],
    ['default', 2, 2500],
  ] as const)(
    'reads the same microvolts: %s codes, differences of the order %d, %d nV a unit',
    (coding, order, nanovolts) => {
      const bytes = encodeScpEcg({ leads, coding, order, nanovolts })
      const [own, others] = [microvolts(bytes), peer(bytes)]
      expect(others[0]).toHaveLength(2000)
      own.forEach((values, lead) => {
        values.forEach((value, i) => {
          expect(value).toBeCloseTo(others[lead]![i]!, 3)
        })
      })
    },
  )
})
