import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import { afterAll, describe, expect, it } from 'vitest'
import { sniffFormat } from '../../sniff-format.ts'
import { findCanaries } from '../../testing/find-canaries.ts'
import { defaultDeidentification } from '../default-options.ts'
import { pseudonymiser } from '../pseudonyms.ts'
import { headerDeidentifier } from './header-deidentifier.ts'

const pseudonyms = pseudonymiser(Buffer.alloc(32, 5))
const { clean, rename } = headerDeidentifier(defaultDeidentification, pseudonyms)
const patient = { issuer: '', id: '1' }

const cleanedBytes = (bytes: Buffer, beside?: (name: string) => Buffer | undefined) =>
  clean(bytes, { format: sniffFormat(bytes)!, where: 'file 1', patient, ...(beside ? { beside } : {}) })

describe('text headers', () => {
  const nrrd = (lines: readonly string[]) => Buffer.from(`NRRD0004\n${lines.join('\n')}\n\nDATA`)

  it('of NRRD keep what voxels are read by', () => {
    const before = nrrd([
      '# Ouyang Jingyi',
      'type: short',
      'dimension: 3',
      'sizes: 1 1 2',
      'space: left-posterior-superior',
      'space directions: (1,0,0) (0,1,0) (0,0,2.5)',
      'kinds: domain domain domain',
      'units: "mm" "mm" "Jingyi Ouyang"',
      'content: 欧阳静怡',
      'labels: "Ouyang" "Jingyi" "x"',
      'encoding: raw',
      'data file: OuyangJingyi.raw',
      'PatientName:=Ouyang^Jingyi',
      'DWMRI_b-value:=1000',
      'DWMRI_gradient_0000:=Ouyang',
    ])
    const after = cleanedBytes(before, (name) =>
      name === 'OuyangJingyi.raw' ? Buffer.from('DATA') : undefined,
    ).toString()
    expect(findCanaries(Buffer.from(after))).toEqual([])
    expect(after.split('\n')).toEqual([
      'NRRD0004',
      'type: short',
      'dimension: 3',
      'sizes: 1 1 2',
      'space: left-posterior-superior',
      'space directions: (1,0,0) (0,1,0) (0,0,2.5)',
      'kinds: domain domain domain',
      'DWMRI_b-value:=1000',
      'endian: little',
      'encoding: raw',
      '',
      'DATA',
    ])
  })

  it('of MetaImage keep what voxels are read by', () => {
    const before = Buffer.from(
      'ObjectType = Image\nNDims = 3\nComment = Ouyang Jingyi\nPatientName = 欧阳静怡\nDimSize = 1 1 2\nModality = MET_MOD_CT\nElementType = MET_SHORT\nName = Ouyang\nElementDataFile = LOCAL\nDATA',
    )
    expect(cleanedBytes(before).toString()).toBe(
      'ObjectType = Image\nNDims = 3\nDimSize = 1 1 2\nModality = MET_MOD_CT\nElementType = MET_SHORT\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = False\nElementDataFile = LOCAL\nDATA',
    )
  })

  it('of WFDB keep signals, and of comments age and sex; the day moves, names are pseudonyms', () => {
    const before = Buffer.from(
      'ouyang 2 360 650000 10:11:12 16/05/2023\nouyang.dat 212 200 11 1024 995 -22131 0 MLII\nouyang.dat 212 200/Ouyang 11 1024 1011 20052 0 V5 Jingyi Ouyang\n# 93 F 1085 1629 x1\n# <age>: 93 <sex>: F Ouyang\n# -1 M 742 654 x1\n# Seen by Zhuge Ruoxi\n',
      'latin1',
    )
    const after = cleanedBytes(before).toString()
    const name = pseudonyms.name('ouyang')
    const day = new Date(Date.UTC(2023, 4, 16 + pseudonyms.shiftDays(patient))).toISOString()
    expect(after.split('\n')).toEqual([
      `${name} 2 360 650000 10:11:12 ${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`,
      `${name}.dat 212 200 11 1024 995 -22131 0 MLII`,
      `${name}.dat 212 200/NU 11 1024 1011 20052 0 V5`,
      '#Age: 90',
      '#Sex: F',
      '#Age: 90',
      '#Sex: F',
      '#Sex: M',
      '',
    ])
  })

  it('names of files and records become the same pseudonym, with the extension', () => {
    expect(rename('欧阳静怡.DCM')).toBe(`${pseudonyms.name('欧阳静怡')}.dcm`)
    expect(rename('欧阳静怡')).toBe(pseudonyms.name('欧阳静怡'))
    expect(rename('a.ouyang jingyi')).toMatch(/^F[A-Z2-7]{20}$/)
    expect(rename('~')).toBe('~')
  })

  it('that name other files by a pattern, and formats that nobody cleans, are refused', () => {
    const refused = (bytes: Buffer, format: 'nrrd' | 'aecg') => () => clean(bytes, { format, where: 'x', patient })
    expect(refused(nrrd(['data file: LIST']), 'nrrd')).toThrow(
      new AssayError('deidentification-refused', { where: 'x', what: 'list-of-files' }),
    )
    expect(refused(Buffer.from('<AnnotatedECG/>'), 'aecg')).toThrow(AssayError)
  })
})

/** Pictures and volumes with texts wherever PIL and nibabel can put them, and what both read of them. */
const script = `
import json, sys, os, hashlib
import numpy as np
from PIL import Image, PngImagePlugin, TiffImagePlugin
import nibabel as nib
verb, folder = sys.argv[1], sys.argv[2]
WHO = "Ouyang Jingyi 欧阳静怡"
def make():
    rng = np.random.default_rng(1)
    rgb = Image.fromarray(rng.integers(0, 255, (40, 60, 3), dtype=np.uint8))
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ouyang Jingyi"); info.add_itxt("Comment", WHO); info.add_text("Title", "Ouyang Jingyi", zip=True)
    exif = Image.Exif()
    exif[0x010e] = "Ouyang Jingyi"; exif[0x0112] = 6; exif[0x013b] = "Zhuge Ruoxi"; exif[0x9c9d] = WHO.encode("utf-16le")
    exif.get_ifd(0x8825)[1] = "N"
    rgb.save(os.path.join(folder, "a.png"), pnginfo=info, exif=exif)
    rgb.save(os.path.join(folder, "b.jpg"), exif=exif, comment=WHO.encode("gb18030"), quality=90)
    rgb.save(os.path.join(folder, "c.jpg"), exif=exif, progressive=True, comment=b"Ouyang Jingyi")
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = "Ouyang Jingyi"; tags[315] = "Zhuge Ruoxi"; tags[305] = "Qiantang Ninth Hospital"; tags[65000] = "Ouyang Jingyi"
    for name, compression in (("d", None), ("e", "tiff_lzw"), ("f", "jpeg")):
        rgb.save(os.path.join(folder, name + ".tif"), tiffinfo=tags, compression=compression)
    one, two = rgb, Image.fromarray(rng.integers(0, 255, (30, 20), dtype=np.uint8))
    one.save(os.path.join(folder, "g.tif"), save_all=True, append_images=[two], tiffinfo=tags)
    for name in ("b.jpg", "a.png", "d.tif"):
        with open(os.path.join(folder, name), "ab") as file: file.write("trailer Ouyang Jingyi".encode())
    data = rng.integers(-1000, 1000, (5, 6, 7)).astype(np.int16)
    for kind, name in ((nib.Nifti1Image, "h.nii"), (nib.Nifti2Image, "i.nii.gz")):
        image = kind(data, np.diag([1, 2, 3, 1]).astype(float))
        image.header["descrip"] = b"Ouyang Jingyi"; image.header["aux_file"] = b"Ouyang"; image.header["intent_name"] = b"Jingyi"
        image.header.extensions.append(nib.nifti1.Nifti1Extension("comment", WHO.encode()))
        image.header.extensions.append(nib.nifti1.Nifti1Extension(4, b"<AFNI>Ouyang^Jingyi</AFNI>"))
        nib.save(image, os.path.join(folder, name))
def read(path):
    if ".nii" in path:
        image = nib.load(path)
        return dict(pixels=hashlib.sha256(np.asanyarray(image.dataobj).tobytes()).hexdigest(), affine=image.affine.tolist(), notes=len(image.header.extensions), orientation=None)
    image = Image.open(path)
    frames = []
    for i in range(getattr(image, "n_frames", 1)):
        image.seek(i); frames.append(hashlib.sha256(image.convert("RGB").tobytes()).hexdigest())
    image.seek(0)
    return dict(pixels=frames, affine=list(image.size), notes=len([k for k in image.info if k in ("comment", "Comment", "Author", "Title", "photoshop")]), orientation=image.getexif().get(0x0112))
if verb == "make": make()
print(json.dumps({name: read(os.path.join(folder, name)) for name in sorted(os.listdir(folder))}))
`

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPeers = spawnSync(python, ['-c', 'import PIL, nibabel']).status === 0

interface Read {
  readonly pixels: unknown
  readonly affine: unknown
  readonly notes: number
  readonly orientation: number | null
}

function peers(verb: 'make' | 'read', folder: string): Record<string, Read> {
  const said = spawnSync(python, ['-c', script, verb, folder], { encoding: 'utf8' })
  if (said.status !== 0) throw new Error(said.stderr)
  return JSON.parse(said.stdout) as Record<string, Read>
}

describe.skipIf(!hasPeers)('PIL (python3-pil) and nibabel (python3-nibabel) read the same', () => {
  const [before, after] = ['before-', 'after-'].map((side) => mkdtempSync(join(tmpdir(), side))) as [string, string]
  afterAll(() => {
    for (const folder of [before, after]) rmSync(folder, { recursive: true, force: true })
  })

  it('pixels, voxels and geometry, and no texts, of PNG, JPEG, TIFF and NIfTI', () => {
    const made = peers('make', before)
    for (const name of readdirSync(before)) {
      const bytes = readFileSync(join(before, name))
      const plain = name.endsWith('.gz') ? gunzipSync(bytes) : bytes
      expect([name, findCanaries(plain).length > 0]).toEqual([name, true])
      writeFileSync(join(after, name), cleanedBytes(bytes))
    }
    const read = peers('read', after)
    expect(Object.keys(read)).toEqual('a.png b.jpg c.jpg d.tif e.tif f.tif g.tif h.nii i.nii.gz'.split(' '))
    for (const [name, { pixels, affine, notes }] of Object.entries(read)) {
      expect([name, pixels, affine, notes]).toEqual([name, made[name]!.pixels, made[name]!.affine, 0])
      const bytes = readFileSync(join(after, name))
      expect([name, findCanaries(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)]).toEqual([name, []])
    }
    expect([read['b.jpg']!.orientation, read['c.jpg']!.orientation]).toEqual([6, 6])
  })

  it('files that are cut off end in an error, or in a file without texts', () => {
    for (const name of readdirSync(before)) {
      const whole = readFileSync(join(before, name))
      for (let end = 1; end < whole.length; end += Math.ceil(whole.length / 50)) {
        const bytes = whole.subarray(0, end)
        try {
          expect(findCanaries(clean(bytes, { format: sniffFormat(whole)!, where: 'x', patient }))).toEqual([])
        } catch (error) {
          expect(error).toBeInstanceOf(AssayError)
        }
      }
    }
  })
})
