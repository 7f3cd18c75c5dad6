import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, it } from 'vitest'
import { contentHash } from './content-hash.ts'
import { defaultDeidentification } from './deidentification/default-options.ts'
import { deidentifier } from './deidentification/deidentifier.ts'
import { headerDeidentifier } from './deidentification/headers/header-deidentifier.ts'
import { pseudonymiser } from './deidentification/pseudonyms.ts'
import { pixelHash } from './dicom/pixels/pixel-hash.ts'
import { readDataset } from './dicom/read-dataset.ts'

const shared = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../shared/data')
const slices = join(shared, 'lung/dicom-2slices')
const fundus = join(shared, 'fundus')
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPydicom = spawnSync(python, ['-c', 'import pydicom']).status === 0
const pseudonyms = pseudonymiser(new Uint8Array(32).fill(7))

it.skipIf(!existsSync(slices) || !hasPydicom)(
  'of a slice is of its pixels as pydicom reads them, and the same in its de-identified copy (needs shared/data, pydicom)',
  () => {
    const script =
      'import hashlib, pydicom, sys; print(hashlib.sha256(pydicom.dcmread(sys.argv[1]).PixelData).hexdigest())'
    const deidentify = deidentifier(defaultDeidentification, pseudonyms)
    for (const name of readdirSync(slices)) {
      const bytes = readFileSync(join(slices, name))
      const { stdout } = spawnSync(python, ['-c', script, join(slices, name)], { encoding: 'utf8' })
      expect(contentHash(bytes, name)).toBe(stdout.trim())
      const copy = Buffer.concat(deidentify(readDataset(bytes, name, { pixels: 'keep' }), { where: name }).pieces)
      expect(copy.equals(bytes)).toBe(false)
      expect(pixelHash(readDataset(copy, name, { pixels: 'keep' }))).toBe(stdout.trim())
    }
  },
)

it.skipIf(!existsSync(fundus))(
  'of a photograph does not depend on whose key takes its texts out (needs shared/data)',
  () => {
    const files = readdirSync(fundus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(png|jpe?g|tiff?)$/i.test(name),
    )
    expect(files.length).toBeGreaterThan(0)
    const { clean } = headerDeidentifier(defaultDeidentification, pseudonyms)
    for (const name of files.slice(0, 3)) {
      const bytes = readFileSync(join(fundus, name))
      const format = /png$/i.test(name) ? 'png' : /tiff?$/i.test(name) ? 'tiff' : 'jpeg'
      const copy = clean(bytes, { format, where: name, patient: { issuer: 'here', id: '17' } })
      expect(contentHash(copy, name)).toBe(contentHash(bytes, name))
    }
  },
)
