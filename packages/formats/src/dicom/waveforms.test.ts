import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { missingSample } from '../wfdb/waveform.ts'
import { readWaveforms } from './read-waveforms.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-waveforms-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPydicom = spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0

/** pydicom's own 12-lead ECG, and waveforms written here with every kind of sample; says what pydicom, and Python's audioop, read. */
const script = `
import audioop, json, struct, sys, warnings
warnings.simplefilter('ignore')
import numpy as np, pydicom
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

folder = sys.argv[1]
def code(value, scheme, meaning=''):
    item = Dataset(); item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])

def write(name, interpretation, bits, raw, syntax=ExplicitVRLittleEndian, sensitivity=2.5, unit='uV', correction=1.0, baseline=0.0, padding=None, skew=None):
    group = Dataset()
    group.WaveformOriginality, group.MultiplexGroupLabel = 'ORIGINAL', 'RHYTHM'
    group.NumberOfWaveformChannels, group.NumberOfWaveformSamples, group.SamplingFrequency = 2, len(raw) // 2, 500
    group.WaveformBitsAllocated, group.WaveformSampleInterpretation = bits, interpretation
    channels = []
    for lead in ('2:2', '2:62'):
        channel = Dataset()
        channel.ChannelSourceSequence = code(lead, 'MDC', 'a lead')
        channel.ChannelSensitivity, channel.ChannelSensitivityUnitsSequence = sensitivity, code(unit, 'UCUM')
        channel.ChannelSensitivityCorrectionFactor, channel.ChannelBaseline, channel.WaveformBitsStored = correction, baseline, bits
        if skew is not None: channel.ChannelSampleSkew = skew
        channels.append(channel)
    group.ChannelDefinitionSequence = Sequence(channels)
    order = '>' if syntax == ExplicitVRBigEndian else '<'
    kinds = dict(SB='b', UB='B', MB='B', AB='B', SS='h', US='H', SL='i')
    group.add_new(0x54001010, 'OB' if bits == 8 and syntax.is_implicit_VR is False else 'OW', struct.pack(order + kinds[interpretation] * len(raw), *raw))
    if padding is not None: group.add_new(0x5400100A, 'OB' if bits == 8 else 'OW', struct.pack(order + kinds[interpretation] + ('x' if bits == 8 else ''), padding))
    meta = FileMetaDataset(); meta.TransferSyntaxUID = syntax
    meta.MediaStorageSOPClassUID = '1.2.840.10008.5.1.4.1.1.9.1.2'; meta.MediaStorageSOPInstanceUID = '1.2.3'
    dataset = FileDataset(name, {}, file_meta=meta, preamble=b'\\0' * 128)
    dataset.SOPClassUID, dataset.SOPInstanceUID, dataset.Modality = meta.MediaStorageSOPClassUID, '1.2.3', 'ECG'
    dataset.WaveformSequence = Sequence([group])
    dataset.is_little_endian, dataset.is_implicit_VR = syntax != ExplicitVRBigEndian, syntax == ImplicitVRLittleEndian
    dataset.save_as(f'{folder}/{name}.dcm', write_like_original=False)

values = [int(v) for v in np.random.default_rng(1).integers(-128, 127, 40)]
wide = [v * 250 + 3 for v in values]
write('ss', 'SS', 16, wide); write('big', 'SS', 16, wide, ExplicitVRBigEndian); write('implicit', 'SS', 16, wide, ImplicitVRLittleEndian)
write('us', 'US', 16, [v + 32000 for v in wide], unit='mV', sensitivity=0.005, correction=1.5, baseline=-7.5)
write('sb', 'SB', 8, values); write('ub', 'UB', 8, [v + 128 for v in values])
write('sl', 'SL', 32, [v * 100000 for v in values], unit='mm[Hg]')
write('padded', 'SS', 16, [-32768, 1, 2, -32768, 5, 6], padding=-32768)
write('mu', 'MB', 8, [v % 256 for v in range(512)]); write('a', 'AB', 8, [v % 256 for v in range(512)])
write('skewed', 'SS', 16, wide, skew=3.0); write('between', 'SS', 16, wide, baseline=1.0)

out = dict(groups=[])
for name in ['ss', 'big', 'implicit', 'us', 'sb', 'ub', 'sl', None]:
    path = f'{folder}/{name}.dcm' if name else get_testdata_file('waveform_ecg.dcm')
    dataset = pydicom.dcmread(path)
    for index, group in enumerate(dataset.WaveformSequence):
        unit = group.ChannelDefinitionSequence[0].ChannelSensitivityUnitsSequence[0].CodeValue
        # pydicom 2.3 takes the samples of big-endian files for little-endian ones: those of the same file in little endian are due.
        source = pydicom.dcmread(f'{folder}/ss.dcm') if name == 'big' else dataset
        # It also adds the baseline before it multiplies; PS3.3 C.10.10 has the baseline in the channel's units: it is added after.
        first = source.WaveformSequence[index].ChannelDefinitionSequence[0]
        step, baseline = float(first.ChannelSensitivity) * float(first.ChannelSensitivityCorrectionFactor), float(first.ChannelBaseline)
        array = (source.waveform_array(index) - baseline * step + baseline) * dict(uV=0.001, mV=1).get(unit, 1)
        out['groups'].append(dict(path=path, index=index, label=group.MultiplexGroupLabel, derived=group.WaveformOriginality == 'DERIVED',
            frequency=float(group.SamplingFrequency), unit='mV' if unit in ('uV', 'mV') else unit, channels=array.T.tolist()))
every = bytes(range(256))
out['mu'] = list(struct.unpack('<256h', audioop.ulaw2lin(every, 2)))
out['a'] = list(struct.unpack('<256h', audioop.alaw2lin(every, 2)))
print(json.dumps(out))
`

interface Group {
  path: string
  index: number
  label: string
  derived: boolean
  frequency: number
  unit: string
  channels: number[][]
}

function peer(): { groups: Group[]; mu: number[]; a: number[] } {
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const read = (name: string) => readWaveforms(readFileSync(join(folder, `${name}.dcm`)), name)

describe.skipIf(!hasPydicom)('a DICOM waveform (needs python3-pydicom)', () => {
  const expected = hasPydicom ? peer() : { groups: [], mu: [], a: [] }

  it('has the values that pydicom reads, of every kind of sample and of its own 12-lead ECG', () => {
    expect(expected.groups).toHaveLength(9)
    for (const { path, index, label, derived, frequency, unit, channels } of expected.groups) {
      const group = readWaveforms(readFileSync(path), path)[index]!
      expect([group.label, group.isDerived, group.waveform.samplingFrequency]).toEqual([label, derived, frequency])
      expect(group.waveform.channels).toHaveLength(channels.length)
      for (const [i, { samples, gain, baseline, units }] of group.waveform.channels.entries()) {
        expect([units, samples.length]).toEqual([unit, channels[i]!.length])
        const worst = samples.reduce(
          (most, sample, at) => Math.max(most, Math.abs((sample - baseline) / gain - channels[i]![at]!)),
          0,
        )
        expect(worst).toBeLessThan(1e-6)
      }
    }
  })

  it('has the names of its leads', () => {
    const own = expected.groups.at(-1)!
    const names = readWaveforms(readFileSync(own.path), '')[0]!.waveform.channels.map(({ name }) => name)
    expect(names).toEqual(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'])
    expect(read('ss')[0]!.waveform.channels.map(({ name }) => name)).toEqual(['II', 'aVR'])
  })

  it('has the linear values of µ-law and A-law that audioop has', () => {
    for (const name of ['mu', 'a'] as const) {
      const [first, second] = read(name)[0]!.waveform.channels
      const bytes = Array.from({ length: 512 }, (_, i) => (i % 2 === 0 ? first! : second!).samples[i >> 1]!)
      expect(bytes).toEqual([...expected[name], ...expected[name]])
    }
  })

  it('misses the samples that are padding', () => {
    const channels = read('padded')[0]!.waveform.channels.map(({ samples }) => [...samples])
    expect(channels).toEqual([
      [missingSample, 2, 5],
      [1, missingSample, 6],
    ])
  })

  it('that is none, or not plainly one, is refused with its reason', () => {
    expect(() => read('skewed')).toThrow('II: a channel skewed by 3 samples')
    expect(() => read('between')).toThrow('II: a baseline between two steps')
    const whole = readFileSync(join(folder, 'ss.dcm'))
    const changed = (from: string, to: string) => Buffer.from(whole.toString('latin1').replace(from, to), 'latin1')
    expect(() => readWaveforms(changed('CS\x02\0SS', 'CS\x02\0XX'), 'a')).toThrow('samples of 16 bits as XX')
    expect(() => readWaveforms(changed('\x00500', '\x00-50'), 'a')).toThrow('a sampling frequency of -50')
    expect(() => readWaveforms(whole.subarray(0, 400), 'a')).toThrow('dicom-unreadable')
  })
})
