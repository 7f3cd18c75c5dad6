import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { runPeer } from '../peer.ts'

export const python = '/usr/bin/python3'

/** CT slices below `exported/ct` of a folder, so many a study, of so many rows and columns; gives where. */
export function makeSlices(folder: string, slices: number, inStudy: number, side = 512): string {
  const files = join(folder, 'exported', 'ct')
  mkdirSync(files, { recursive: true })
  const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../shared/data')
  const real = join(data, 'lung/dicom-2slices')
  if (!runPeer(python, ['make-ct-series.py', real, files, ...[slices, inStudy, side].map(String)]))
    throw new Error('the slices are made by pydicom from a real one in shared/data')
  return files
}
