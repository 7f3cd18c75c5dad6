// Example ECG Classifier: reads an ECG record below INPUT_DIR, writes beat annotations below OUTPUT_DIR.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { classifyBeats } from './classify-beats.js'
import { detectQrs } from './detect-qrs.js'
import { readRecord, writeAnnotations } from './wfdb.js'

const input = join(process.env.INPUT_DIR ?? '/input', 'waveforms/ecg-record')
const output = join(process.env.OUTPUT_DIR ?? '/output', 'waveforms/beat-annotations')

const record = readRecord('record.hea', (name) => readFileSync(join(input, name)))
const peaks = detectQrs(record.leads[0], record.samplingFrequency)
const beats = classifyBeats(record.leads, peaks, record.samplingFrequency)
mkdirSync(output, { recursive: true })
writeFileSync(join(output, 'record.qrs'), writeAnnotations(beats))
