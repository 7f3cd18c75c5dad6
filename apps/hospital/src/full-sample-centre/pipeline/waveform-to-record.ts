import { extname } from 'node:path'
import type { CaseFile } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import {
  type PatientIdentity,
  readAecg,
  readDataset,
  readScpEcg,
  readWaveforms,
  smallestFormat,
  sniffFormat,
  text,
  type Waveform,
  writeRecord,
} from '@assay/formats'

/** A waveform as it was read, and whose it is, as far as the file says it. */
interface Read {
  readonly waveform: Waveform
  readonly patient: PatientIdentity | undefined
  readonly comments: readonly string[]
}

/**
 * Turns a case whose waveform stands in one file of another format (DICOM, SCP-ECG, aECG) into a WFDB record of the same samples: header
 * and signal in the waveform's place. Nothing of the file comes with it but samples, scale, leads, and the comments `Age` and `Sex`; the
 * names of leads are still to be cleaned.
 * @throws AssayError record-…, dicom-…
 */
export function waveformToRecord(files: readonly CaseFile[]): {
  files: readonly CaseFile[]
  patient: PatientIdentity | undefined
} {
  const given = files.find(({ role }) => role === 'waveform')
  if (!given) return { files, patient: undefined }
  const { waveform, patient, comments } = read(given)
  const written = writeRecord('record', waveform, smallestFormat(waveform), comments)
  const named = written.map(
    ({ name, bytes }): CaseFile => ({ name, role: name.endsWith('.hea') ? 'signal-header' : 'signal', bytes }),
  )
  const others = files.filter((file) => file !== given)
  const beside = ({ name, reader }: CaseFile) => `record${reader ? `.${reader}` : ''}${extname(name)}`
  return { files: [...named, ...others.map((file) => ({ ...file, name: beside(file) }))], patient }
}

function read({ name, bytes }: CaseFile): Read {
  switch (sniffFormat(bytes)) {
    case 'scp-ecg':
      return told(readScpEcg(bytes, name).waveform, 'SCP-ECG', 'Patient identification')
    case 'aecg':
      return told(readAecg(bytes, name).waveform, 'aECG', 'Subject')
    case 'dicom':
      return ofDicom(bytes, name)
    default:
      throw new AssayError('record-unsupported', { what: 'no waveform that is known' })
  }
}

/** What the comments of a waveform tell, a line each: `Age: 61`. */
function told(waveform: Waveform, issuer: string, identification: string): Read {
  const line = (label: string) =>
    waveform.comments.find((comment) => comment.startsWith(`${label}: `))?.slice(label.length + 2)
  const id = line(identification)
  return { waveform, patient: id ? { issuer, id } : undefined, comments: demographics(line('Age'), line('Sex')) }
}

function ofDicom(bytes: Uint8Array, where: string): Read {
  const [rhythm] = readWaveforms(bytes, where)
  const dataset = readDataset(bytes, where, { pixels: 'skip' })
  const id = text(dataset, '00100020')
  return {
    waveform: rhythm!.waveform,
    patient: id ? { issuer: text(dataset, '00100021') ?? '', id } : undefined,
    comments: demographics(/^(\d{3})Y$/.exec(text(dataset, '00101010') ?? '')?.[1], text(dataset, '00100040')),
  }
}

function demographics(age: string | undefined, sex: string | undefined): string[] {
  const letter = /^[mf]/i.exec(sex ?? '')?.[0].toUpperCase()
  return [...(age && /^\d{1,3}$/.test(age) ? [`Age: ${Number(age)}`] : []), ...(letter ? [`Sex: ${letter}`] : [])]
}
