import { drawsOf } from '@assay/statistics'
import { describeHeart, type GeneratedFile, generateRecord, type RecordShape } from './generate-record.ts'

const shape: RecordShape = { samplingFrequency: 250, seconds: 600, leads: 2, gain: 200, bits: 12 }

/**
 * The intake folder of a hospital with generated records, file by file: ten minutes of two leads a record, reference
 * annotations at the R peaks, `patients.tsv`. Every fourth patient has two records. The mix of rhythms and the noise
 * differ from hospital to hospital. The same seed gives the same bytes.
 * @param seed whole number ≥ 0; one a hospital
 * @param patients 1 or more
 */
export function* generateHospital(seed: number, patients: number): Generator<GeneratedFile> {
  const table: string[] = []
  for (let patient = 0; patient < patients; patient += 1) {
    const heart = describeHeart(drawsOf(seed, 1000 * patient), seed)
    const records = patient % 4 === 3 ? 2 : 1
    for (let record = 1; record <= records; record += 1) {
      const name = `s${seed}${String(patient + 1).padStart(3, '0')}${record === 1 ? 'a' : 'b'}`
      table.push(`${name}\ts${seed}-p${patient + 1}\n`)
      yield* generateRecord(name, heart, drawsOf(seed, 1000 * patient + record), shape)
    }
  }
  yield { name: 'patients.tsv', bytes: Buffer.from(table.join('')) }
}
