import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../testing/peers.ts'
import { missingSample, type Waveform } from '../wfdb/waveform.ts'
import { readWaveforms } from './read-waveforms.ts'
import { writeAmbulatoryEcg } from './write-ambulatory-ecg.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-ecg-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const uids = { study: '2.25.1', series: '2.25.2', instance: '2.25.3' }
const waveform: Waveform = {
  samplingFrequency: 360,
  length: 5,
  comments: ['male, 63'],
  channels: [
    { name: 'II', units: 'mV', gain: 200, baseline: 1024, samples: Int32Array.of(995, 1024, missingSample, -1, 2047) },
    { name: 'MLII', units: 'mV', gain: 1 / 3, baseline: 0, samples: Int32Array.of(0, 32767, -32767, 7, 8) },
  ],
}

describe('writeAmbulatoryEcg', () => {
  it('writes what is read again: samples, gaps, gain and baseline, and no comment', () => {
    const [group, ...others] = readWaveforms(writeAmbulatoryEcg(waveform, uids), 'object')
    expect(others).toEqual([])
    const { channels, ...rest } = group!.waveform
    expect(rest).toEqual({ samplingFrequency: 360, length: 5, comments: [] })
    channels.forEach((channel, i) => {
      const { gain, baseline, samples, ...exact } = waveform.channels[i]!
      expect(channel).toMatchObject({ ...exact, baseline: 0 })
      expect(channel.samples).toEqual(samples.map((one) => (one === missingSample ? one : one - baseline)))
      expect(channel.gain).toBeCloseTo(gain, 10)
    })
  })

  it('refuses samples that 16 bits do not hold, and what is no voltage', () => {
    const [first] = waveform.channels
    const changed = (change: object) => () =>
      writeAmbulatoryEcg({ ...waveform, channels: [{ ...first!, ...change }] }, uids)
    expect(changed({ samples: Int32Array.of(40_000, 0, 0, 0, 0) })).toThrow('dicom-unsupported')
    expect(changed({ units: 'mmHg' })).toThrow('dicom-unsupported')
  })

  it.skipIf(!hasModules('pydicom', 'numpy'))('is read alike by pydicom', () => {
    const file = join(folder, 'ecg.dcm')
    writeFileSync(file, writeAmbulatoryEcg(waveform, uids))
    const script = `
import json, sys, pydicom
data = pydicom.dcmread(sys.argv[1])
print(json.dumps([str(data.SOPClassUID), data.waveform_array(0).T.tolist()]))`
    const [sopClass, millivolts] = runPython<[string, number[][]]>(script, [file])
    expect(sopClass).toBe('1.2.840.10008.5.1.4.1.1.9.1.3')
    millivolts.forEach((samples, i) => {
      const { gain, baseline, samples: own } = waveform.channels[i]!
      samples.forEach((value, at) => {
        if (own[at] !== missingSample) expect(value).toBeCloseTo((own[at]! - baseline) / gain, 6)
      })
    })
  })
})
