import { describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../testing/peers.ts'
import { vrOfTag } from './vr.ts'

const script = `
import json
from pydicom._dicom_dict import DicomDictionary
print(json.dumps({"%08X" % tag: entry[0] for tag, entry in DicomDictionary.items() if entry[0] != "NONE"}))
`

/** Representations that depend on other attributes, as they are read where none is written. */
const either: Readonly<Record<string, string>> = {
  'US or SS': 'XS',
  'OB or OW': 'OW',
  'US or SS or OW': 'OW',
  'US or OW': 'OW',
}

describe('the representation of an attribute', () => {
  it.skipIf(!hasModules('pydicom'))('is the one that pydicom’s dictionary gives (needs python3-pydicom)', () => {
    const peers = Object.entries(runPython<Record<string, string>>(script))
    expect(peers.length).toBeGreaterThan(4800)
    for (const [tag, vr] of peers) expect(vrOfTag(tag), tag).toBe(tag.endsWith('0000') ? 'UL' : (either[vr] ?? vr))
  })

  it('follows the rules where the dictionary has none', () => {
    expect(['00090000', '00090010', '00091001', '60023000', '50040110', '12340001'].map(vrOfTag)).toEqual([
      ...['UL', 'LO', 'UN', 'OW', 'US', 'UN'],
    ])
  })
})
