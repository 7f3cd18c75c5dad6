import { readAnnotations, readRecord } from '@assay/formats'
import { beatClassOf } from '@assay/statistics'
import { describe, expect, it } from 'vitest'
import { checkEcgCase } from '../check-ecg-case.ts'
import { generateHospital } from './generate-hospital.ts'

const files = new Map([...generateHospital(1, 8)].map(({ name, bytes }) => [name, bytes]))
const records = [...files.keys()].filter((name) => name.endsWith('.hea')).map((name) => name.slice(0, -4))

function beatsOf(record: string) {
  return readAnnotations(files.get(`${record}.atr`)!, record).filter(({ code }) => beatClassOf(code))
}

describe('generateHospital', () => {
  it('gives every patient a record that intake accepts, and every fourth a second', () => {
    expect(records).toHaveLength(10)
    for (const record of records)
      checkEcgCase([
        { name: `${record}.hea`, role: 'signal-header', bytes: files.get(`${record}.hea`)! },
        { name: `${record}.dat`, role: 'signal', bytes: files.get(`${record}.dat`)! },
        { name: `${record}.atr`, role: 'reference', bytes: files.get(`${record}.atr`)! },
      ])
  })

  it('marks every record as synthetic', () => {
    for (const record of records) expect(Buffer.from(files.get(`${record}.hea`)!).toString()).toContain('# synthetic')
  })

  it('annotates the R peaks of sinus beats where the signal has its largest value near', () => {
    const [record] = records
    const { channels, samplingFrequency } = readRecord(`${record}.hea`, (name) => files.get(name))
    const { samples } = channels[0]!
    const normal = beatsOf(record!).filter(({ code }) => code === 'N' || code === 'L')
    const reach = Math.round(0.12 * samplingFrequency)
    const near = normal.filter(({ sample }) => {
      const around = samples.subarray(sample - reach, sample + reach)
      return Math.abs(around.indexOf(Math.max(...around)) - reach) <= 4
    })
    expect(near.length / normal.length).toBeGreaterThan(0.95)
  })

  it('has the heart rates and the beats that it was asked for', () => {
    const beats = records.flatMap(beatsOf)
    expect(beats.length / records.length / 10).toBeGreaterThan(58)
    expect(beats.length / records.length / 10).toBeLessThan(92)
    const share = (code: string) => beats.filter((beat) => beat.code === code).length / beats.length
    expect(share('V')).toBeGreaterThan(0.02)
    expect(share('V')).toBeLessThan(0.1)
    expect(share('A')).toBeGreaterThan(0.01)
  })

  it('gives the same bytes for the same seed, and others for another', () => {
    const again = new Map([...generateHospital(1, 1)].map(({ name, bytes }) => [name, bytes]))
    expect(Buffer.from(again.get('s1001a.dat')!)).toEqual(Buffer.from(files.get('s1001a.dat')!))
    const [other] = [...generateHospital(2, 1)].slice(1)
    expect(Buffer.from(other!.bytes)).not.toEqual(Buffer.from(files.get('s1001a.dat')!))
  })
})
