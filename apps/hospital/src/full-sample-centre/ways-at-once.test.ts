import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntakeRun, ListenerStatus, PacsSettings, StudyPage, WatchedFolder } from '@assay/contracts'
import { expect, test } from 'vitest'
import { hasProgram, runProgram, startOrthanc } from '../testing/dicom-programs.ts'
import { ctSlice, writeSlices } from '../testing/slices.ts'
import { hospitalForTests } from '../testing/test-hospital.ts'
import { until } from '../testing/until.ts'
import { writeZip } from '../testing/write-zip.ts'

const hospital = await hospitalForTests()
const { listening } = await hospital.steward.put<ListenerStatus>('/listener', {
  enabled: true,
  host: '127.0.0.1',
  port: 0,
  tls: false,
  titles: [{ aeTitle: 'ASSAY', category: 'lung-ct', provenance: 'patients' }],
  peers: [{ aeTitle: 'SCANNER', address: null, commitment: null }],
})

const slices = 24

/** Every intake that came to its end; none fails. */
const allEnd = () =>
  until(
    'the end of all intakes',
    async () => {
      const runs = await hospital.steward.get<IntakeRun[]>('/intake')
      expect(runs.filter(({ state }) => state === 'failed')).toEqual([])
      return runs.length >= 5 && runs.every(({ state }) => state === 'finished') ? runs : undefined
    },
    120,
  )

test.skipIf(!hasProgram('storescu') || !hasProgram('Orthanc'))(
  'the same slices by five ways at once are one study, each stored once (needs dcmtk, orthanc, orthanc-dicomweb)',
  async () => {
    const orthanc = await startOrthanc(join(hospital.directory, 'orthanc'))
    try {
      const patient = { study: 40, patient: 'MRN-40', size: 64 }
      writeSlices(join(hospital.intake, 'once'), slices, patient)
      writeSlices(join(hospital.intake, 'watched'), slices, patient)
      const files = Array.from({ length: slices }, (_, place) => ctSlice({ ...patient, slice: place + 1 }))
      await Promise.all(files.map((bytes) => orthanc.store(bytes)))
      const settings = { name: 'archive', url: `${orthanc.url}/dicom-web`, addresses: ['127.0.0.1'] }
      const what = { category: 'lung-ct', provenance: 'patients' } as const
      await hospital.steward.put<PacsSettings>('/pacs', { ...settings, ...what })
      const send = () =>
        runProgram('storescu', [
          ...['-aec', 'ASSAY', '-aet', 'SCANNER', '127.0.0.1', `${listening}`, '+sd', join(hospital.intake, 'once')],
        ])
      const zip = writeZip(files.map((bytes, place) => ({ name: `${place}.dcm`, bytes, method: 8 })))
      const [, , , , ...sent] = await Promise.all([
        hospital.steward.post<IntakeRun>('/intake', { folder: 'once', ...what }),
        hospital.steward.post<WatchedFolder>('/watched-folders', { folder: 'watched', ...what }),
        hospital.steward.post<IntakeRun>('/pulls', { pacs: 'archive' }),
        hospital.steward.upload('/uploads?category=lung-ct&provenance=patients', zip),
        ...[send(), send(), send()],
      ])
      for (const one of sent) expect(one).toMatchObject({ status: 0 })
      const runs = await allEnd()
      expect(new Set(runs.map(({ way }) => way)).size).toBe(5)
      for (const { way, found, accepted, known, quarantined } of runs) {
        // A sender that begins late may begin another intake of the listener.
        if (way !== 'listener') expect(found).toBe(slices)
        expect(accepted + known).toBe(found)
        expect(quarantined).toBe(0)
      }
      expect(runs.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(slices)
      const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
      expect(studies.map(({ series, instances }) => [series, instances])).toEqual([[1, slices]])
      expect(readdirSync(join(hospital.directory, 'inbox'))).toEqual(['drafts'])
      expect(readdirSync(join(hospital.directory, 'inbox/drafts'))).toEqual([])
    } finally {
      await orthanc.stop()
    }
  },
  180_000,
)

test.skipIf(!hasProgram('storescu'))(
  'one slice sent fifty times, over ten associations at once, is stored once (needs dcmtk)',
  async () => {
    const from = join(hospital.directory, 'again')
    mkdirSync(from)
    writeFileSync(join(from, 'slice.dcm'), ctSlice({ study: 41, patient: 'MRN-41', slice: 1 }))
    const words = ['-aec', 'ASSAY', '-aet', 'SCANNER', '--repeat', '5', '127.0.0.1', `${listening}`]
    const before = await hospital.steward.get<ListenerStatus>('/listener')
    const all = await Promise.all(
      Array.from({ length: 10 }, () => runProgram('storescu', [...words, join(from, 'slice.dcm')])),
    )
    for (const one of all) expect(one).toMatchObject({ status: 0 })
    const objects = ({ senders }: ListenerStatus) => senders.reduce((sum, one) => sum + one.objects, 0)
    expect(objects(await hospital.steward.get<ListenerStatus>('/listener')) - objects(before)).toBe(50)
    // Counted when it is checked, at the end of its intake.
    await until(
      'the study',
      async () => {
        const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
        return studies.find(({ series, instances }) => series === 1 && instances === 1)
      },
      100,
    )
    const accepted = (await hospital.steward.get<IntakeRun[]>('/intake')).reduce((sum, run) => sum + run.accepted, 0)
    const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
    expect(accepted).toBe(studies.reduce((sum, { instances }) => sum + instances, 0))
  },
  120_000,
)
