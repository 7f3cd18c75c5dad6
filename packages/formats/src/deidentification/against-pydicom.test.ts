import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { afterAll, describe, expect, it } from 'vitest'
import { canaryFiles } from '../testing/canaries.ts'
import { defaultDeidentification } from './default-options.ts'
import { deidentifier } from './deidentifier.ts'
import { pseudonymiser } from './pseudonyms.ts'

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const found = spawnSync(python, ['-c', 'import os, pydicom; print(os.path.dirname(pydicom.__file__))'], {
  encoding: 'utf8',
})
const hasPydicom = found.status === 0
const hasDcmtk = spawnSync('dcmdump', ['--version']).status === 0

/** What pydicom says of pairs of files, before and after: pixels, numbers of the image, text of the method, warnings. */
const script = `
import json, sys, os, warnings
import pydicom
from pydicom.uid import UID
from pydicom.pixel_data_handlers.util import get_expected_length
DESCRIBES = "US SS UL SL FL FD DS IS".split()
HELD = [0x0018, 0x0020, 0x0028, 0x0054, 0x3004]
def same(before, was, has):
    if not before.file_meta.get("TransferSyntaxUID", UID("1.2.840.10008.1.2")).is_compressed:
        if not str(before.get("NumberOfFrames", 1)).isdigit(): before.NumberOfFrames = 1
        return was.startswith(has) and (len(has) == len(was) or len(has) - get_expected_length(before) in (0, 1))
    # Comments in compressed frames' headers become zeros; nothing moves.
    changed = [b for a, b in zip(was, has) if a != b]
    return len(was) == len(has) and len(changed) < 200 and not any(changed)
folder = sys.argv[1]
out = []
for name in sorted(os.listdir(os.path.join(folder, "before"))):
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        before = pydicom.dcmread(os.path.join(folder, "before", name), force=True)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        after = pydicom.dcmread(os.path.join(folder, "after", name))
        after.decode()
        texts = str(after)
    pixels = ["PixelData" in d and bytes(d.PixelData) or b"" for d in (before, after)]
    def value(d, tag):
        try: return d[tag] if d[tag].VR in DESCRIBES and not d[tag].is_empty else None
        except Exception: return None
    def numbers(d):
        said = {tag: value(d, tag) for tag in d.keys() if tag.group in HELD and tag.element != 0}
        return {str(tag): str(e.value) for tag, e in said.items() if e is not None}
    lost = {t: v for t, v in numbers(before).items() if numbers(after).get(t) != v}
    out.append(dict(
        name=name,
        samePixels=same(before, *pixels),
        lost=sorted(lost),
        warnings=[str(w.message)[:200] for w in caught],
        sop=after.SOPInstanceUID == after.file_meta.MediaStorageSOPInstanceUID if "SOPInstanceUID" in after else None,
        uid=UID(after.file_meta.MediaStorageSOPInstanceUID).is_valid,
        removed=after.PatientIdentityRemoved,
        codes=[i.CodeValue for i in after.DeidentificationMethodCodeSequence],
        ordered=[e.tag for e in after] == sorted(e.tag for e in after),
    ))
print(json.dumps(out))
`

const folder = mkdtempSync(join(tmpdir(), 'deidentified-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const deidentify = deidentifier(defaultDeidentification, pseudonymiser(Buffer.alloc(32, 3)))

interface Verdict {
  readonly name: string
  readonly samePixels: boolean
  readonly lost: readonly string[]
  readonly warnings: readonly string[]
  readonly sop: boolean | null
  readonly uid: boolean
  readonly removed: string
  readonly codes: readonly string[]
  readonly ordered: boolean
}

/** Rewrites files, and has pydicom read them before and after. */
function judged(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
  const refused: string[] = []
  for (const side of ['before', 'after']) mkdirSync(join(folder, side), { recursive: true })
  for (const { name, bytes } of files) {
    try {
      writeFileSync(join(folder, 'after', name), deidentify(bytes, { where: name }).bytes)
      writeFileSync(join(folder, 'before', name), bytes)
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
      refused.push(`${name}: ${error.parameters.what}`)
    }
  }
  const said = spawnSync(python, ['-c', script, folder], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (said.status !== 0) throw new Error(said.stderr)
  return { verdicts: JSON.parse(said.stdout) as Verdict[], refused }
}

describe.skipIf(!hasPydicom)('pydicom (python3-pydicom) reads what was rewritten', () => {
  const samples = join(found.stdout.trim(), 'data', 'test_files')
  const files = hasPydicom
    ? [
        ...readdirSync(samples)
          .filter((name) => name.endsWith('.dcm'))
          .map((name) => ({ name, bytes: readFileSync(join(samples, name)) })),
        ...canaryFiles().map(({ bytes }, i) => ({ name: `canary-${i}.dcm`, bytes })),
      ]
    : []

  it('with the same pixels, the same numbers that describe the image, the codes, and meta information that fits', () => {
    const { verdicts, refused } = judged(files)
    expect(verdicts.length).toBeGreaterThan(55)
    expect(refused.map((reason) => reason.replace(/, at byte.*/, ''))).toEqual([
      'MR_truncated.dcm: (7FE0,0010) announces 8192 bytes, 8130 are left',
      'SC_rgb_jpeg.dcm: values without their representations, though the transfer syntax announces them',
      'empty_charset_LEI.dcm: no SOP Class UID (0008,0016)',
      'meta_missing_tsyntax.dcm: no SOP Class UID (0008,0016)',
      'nested_priv_SQ.dcm: no SOP Class UID (0008,0016)',
      'no_meta.dcm: no DICOM data set',
      'rtplan_truncated.dcm: (300A,00B0) announces 976 bytes, 711 are left',
    ])
    for (const { name, samePixels, sop, uid, removed, codes, ordered } of verdicts) {
      expect({ name, samePixels, uid, removed, ordered }).toEqual({
        name,
        samePixels: true,
        uid: true,
        removed: 'YES',
        ordered: true,
      })
      expect([true, null], name).toContain(sop)
      expect(codes, name).toEqual(['113100', '113104', '113105', '113107', '113108', '113109', '113111'])
    }
    const real = verdicts.filter(({ name }) => !name.startsWith('canary'))
    expect(real.filter(({ lost }) => lost.length > 0).map(({ name, lost }) => [name, lost])).toEqual([
      // 1A frames.
      ['badVR.dcm', ['(0028, 0008)']],
    ])
    expect(
      verdicts.filter(({ warnings }) => warnings.length > 0).map(({ name, warnings }) => [name, warnings]),
    ).toEqual([])
  })

  it.skipIf(!hasDcmtk)('and so does dcmtk', () => {
    const after = readdirSync(join(folder, 'after')).map((name) => join(folder, 'after', name))
    const said = spawnSync('dcmftest', after, { encoding: 'utf8' })
    expect(said.stdout.match(/^yes: /gm)?.length).toBe(after.length)
    for (const file of after) {
      const dump = spawnSync('dcmdump', ['-q', '+E', '--print-short', file], { encoding: 'utf8', maxBuffer: 2 ** 27 })
      expect({ file, status: dump.status, error: dump.stderr }).toEqual({ file, status: 0, error: '' })
    }
  })
})
