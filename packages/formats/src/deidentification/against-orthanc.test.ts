import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@assay/http/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Dataset, items } from '../dicom/dataset.ts'
import { readDataset } from '../dicom/read-dataset.ts'
import { texts } from '../dicom/values.ts'
import { vrOfTag } from '../dicom/vr.ts'
import { type Entry, writeDataset, writeFile } from '../testing/dicom-writer.ts'
import { annexE } from './annex-e.ts'
import { defaultDeidentification } from './default-options.ts'
import { deidentifier } from './deidentifier.ts'
import { pseudonymiser } from './pseudonyms.ts'

const hasOrthanc = spawnSync('Orthanc', ['--version']).status === 0

const examples: Readonly<Record<string, string>> = {
  AE: 'STATION',
  AS: '041Y',
  CS: 'VALUE',
  DA: '20210304',
  DT: '20210304101112',
  TM: '101112',
  DS: '1.5',
  IS: '7',
  LO: 'long',
  LT: 'text',
  PN: 'Some^Body',
  SH: 'short',
  ST: 'text',
  UC: 'text',
  UI: '1.2.3.4',
  UT: 'text',
  UR: 'urn:x',
}

/** A file with every attribute of the table that may stand at the top of an image's data set. */
function everyAttribute(): Buffer {
  const entries: Entry[] = [...annexE.keys()]
    .filter((tag) => !/x|^(0000|0002|0004|FFF|0042)/.test(tag) && vrOfTag(tag) !== 'UN')
    .filter((tag) => !['00080018', '0020000D', '0020000E', '00080016'].includes(tag))
    .map((tag) => {
      const vr = vrOfTag(tag)
      return [tag, vr, vr === 'SQ' ? [[['00081155', 'UI', '1.2.3']]] : (examples[vr] ?? Uint8Array.of(1, 2))] as Entry
    })
  const identity: Entry[] = [
    ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.7'],
    ['00080018', 'UI', '1.2.3.9'],
    ['0020000D', 'UI', '1.2.3.7'],
    ['0020000E', 'UI', '1.2.3.8'],
  ]
  const options = { isExplicit: true, isBigEndian: false, codec: 'latin1' }
  const others: Entry[] = [
    ['00020002', 'UI', '1.2.840.10008.5.1.4.1.1.7'],
    ['00020003', 'UI', '1.2.3.9'],
  ]
  return writeFile(writeDataset([...identity, ...entries], options), { syntax: '1.2.840.10008.1.2.1', others })
}

describe.skipIf(!hasOrthanc)('the table against Orthanc (orthanc), which anonymises to PS3.15 edition 2021b', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orthanc-'))
  let orthanc: ChildProcess
  let address = ''
  const before = everyAttribute()
  let theirs: Dataset
  let ours: Dataset

  beforeAll(async () => {
    const port = await freePort()
    address = `http://127.0.0.1:${port}`
    const configuration = join(folder, 'orthanc.json')
    const settings = {
      StorageDirectory: folder,
      IndexDirectory: folder,
      HttpPort: port,
      DicomServerEnabled: false,
      Plugins: [],
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      HttpBindAddresses: ['127.0.0.1'],
    }
    writeFileSync(configuration, JSON.stringify(settings))
    orthanc = spawn('Orthanc', [configuration], { stdio: 'ignore' })
    for (let tries = 0; tries < 600; tries += 1) {
      const answers = await fetch(`${address}/system`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (answers) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const stored = await fetch(`${address}/instances`, { method: 'POST', body: new Uint8Array(before) })
    const { ID } = (await stored.json()) as { ID: string }
    const anonymised = await fetch(`${address}/instances/${ID}/anonymize`, {
      method: 'POST',
      body: JSON.stringify({ DicomVersion: '2021b', Force: true }),
    })
    theirs = readDataset(new Uint8Array(await anonymised.arrayBuffer()), 'theirs', { pixels: 'keep' })
    const basic = { ...defaultDeidentification, options: [] }
    const { bytes } = deidentifier(basic, pseudonymiser(Buffer.alloc(32)))(before, { where: 'ours' })
    ours = readDataset(bytes, 'ours', { pixels: 'keep' })
  })

  afterAll(() => {
    orthanc.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What became of an attribute: gone, emptied or changed, or as it was. */
  function became(dataset: Dataset, tag: string): 'gone' | 'changed' | 'same' {
    if (!dataset.elements.has(tag)) return 'gone'
    const original = readDataset(before, 'before', { pixels: 'keep' })
    const value = (of: Dataset) =>
      JSON.stringify(items(of, tag).length > 0 ? items(of, tag).map((item) => texts(item, '00081155')) : texts(of, tag))
    return value(dataset) === value(original) ? 'same' : 'changed'
  }

  it('takes away no less: whatever Orthanc removes or changes is removed or changed', () => {
    const tags = [...readDataset(before, 'before', { pixels: 'keep' }).elements.keys()].filter((tag) => annexE.has(tag))
    expect(tags.length).toBeGreaterThan(500)
    const kept = tags.filter((tag) => became(ours, tag) === 'same')
    expect(kept).toEqual([])
    // What stands there as a dummy where Orthanc removes: actions of several letters, of which the dummy fits every object.
    const more = tags.filter((tag) => became(theirs, tag) === 'gone' && became(ours, tag) !== 'gone')
    expect(more.filter((tag) => annexE.get(tag)!.basic === 'X')).toEqual([])
  })

  it('agrees with Orthanc on removing, but for rows that the table got after edition 2021b', () => {
    const staying = [...annexE.values()].filter(({ tag, basic }) => basic === 'X' && theirs.elements.has(tag))
    const undated = staying.filter(({ tag }) => !/DA|TM|DT/.test(vrOfTag(tag)))
    expect(undated.map(({ tag }) => tag)).toEqual(
      '00080054 00080055 00081000 006A0006 00741234 00741236 04000310 21000070 300A000B 300A078E 300A0792 300A0794 300A079A 40080040 40080200'.split(
        ' ',
      ),
    )
    // The other way round: what Orthanc removes under one action is removed here.
    const gone = [...annexE.values()].filter(({ tag, basic }) => basic === 'X' && ours.elements.has(tag))
    expect(gone).toEqual([])
  })
})
