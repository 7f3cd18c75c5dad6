import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataSheet, Provenance, Quarantined } from '@assay/contracts'
import { writeOphthalmicPhotograph, writePng } from '@assay/formats'
import { drawsOf } from '@assay/statistics'
import { describe, expect, test } from 'vitest'
import { hospitalForTests } from '../testing/test-hospital.ts'

const hospital = await hospitalForTests()

/** A photograph that is a disc on black, as a fundus is: it can be read; whether it is any good is the rules' to say. */
function photograph(seed: number): Buffer {
  const size = 64
  const values = Uint8Array.from({ length: size * size * 3 }, (_, i) => {
    const [x, y] = [(Math.floor(i / 3) % size) - size / 2, Math.floor(i / 3 / size) - size / 2]
    return Math.hypot(x, y) < 30 ? 60 + ((i * (seed + 7)) % 120) : 0
  })
  return writePng({ width: size, height: size, channels: 3, bitsStored: 8, values })
}

function fill(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, bytes] of Object.entries(files)) {
    const file = join(hospital.intake, name, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, bytes)
  }
  return name
}

const takeIn = (name: string, provenance: Provenance = 'public') =>
  hospital.steward.takeIn(name, provenance, 'ophthalmology')
const waiting = async () =>
  (await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')).filter(({ state }) => state === 'waiting')

describe('a folder with a table of references', () => {
  const images = { 'a/right.png': photograph(1), 'a/left.png': photograph(2), 'b/right.png': photograph(3) }
  const patients = 'a\tp1\nb\tp2\n'

  test('becomes cases: one a photograph, bound to what the reading centre said', async () => {
    const table = 'image\tgrade\tgradable\na/right.png\t0\tyes\na/left.png\t3\t\nb/right.png\t\tno\n'
    const name = fill('graded', { ...images, 'patients.tsv': patients, 'reference.tsv': table })
    expect(await takeIn(name)).toMatchObject({ state: 'finished', found: 6, accepted: 6, quarantined: 0 })
    expect(await takeIn(name)).toMatchObject({ state: 'finished', found: 6, known: 6, quarantined: 0 })
  })

  test('that says something else of a photograph is put aside: the first reference stays', async () => {
    const table = 'image\tgrade\na/right.png\t4\n'
    const name = fill('revised', { 'a/right.png': photograph(1), 'patients.tsv': patients, 'reference.tsv': table })
    expect(await takeIn(name)).toMatchObject({ known: 1, quarantined: 1 })
    expect((await waiting()).find(({ code }) => code === 'reference-differs')?.name).toBe('a/right.png')
  })

  test('that knows no such photograph, or says what is no grade, loses nothing else', async () => {
    const table = 'image\tgrade\nc/right.png\t1\nc/left.png\t7\nc/gone.png\t2\n'
    const name = fill('faulty', {
      'c/right.png': photograph(4),
      'c/left.png': photograph(5),
      'patients.tsv': 'c\tp3\n',
      'reference.tsv': table,
    })
    expect(await takeIn(name)).toMatchObject({ found: 5, accepted: 3, quarantined: 2 })
    const codes = (await waiting()).map(({ code, name: of }) => [of, code])
    expect(codes).toEqual(
      expect.arrayContaining([
        ['c/left.png', 'reference-invalid'],
        ['c/gone.png', 'reference-without-image'],
      ]),
    )
  })

  test('whose columns are not those of the category is refused before anything is taken in', async () => {
    const name = fill('columns', {
      'a.png': photograph(6),
      'patients.tsv': 'a.png\tp4\n',
      'reference.tsv': 'image\tlevel\n',
    })
    await expect(takeIn(name)).rejects.toThrow('reference-table-invalid')
  })

  test('names nobody in quarantine where names are not neutral', async () => {
    const table = 'image\tgrade\nZhang_San.png\tWang Wu\n'
    const name = fill('named', {
      'Zhang_San.png': photograph(8),
      'patients.tsv': 'Zhang_San.png\tLi.Si\n',
      'reference.tsv': table,
    })
    expect(await takeIn(name, 'patients')).toMatchObject({ accepted: 1, quarantined: 1 })
    const own = (await waiting()).filter(({ code }) => code === 'reference-invalid')
    expect(JSON.stringify(own)).not.toMatch(/Zhang|Wang|Li\.Si/)
  })
})

describe('readings of photographs', () => {
  const drawn = drawsOf(5, 0)
  /** Thirty photographs of thirty patients with their grades, of which some are wrong, and what three readers say who err in so many. */
  const graded = Array.from({ length: 30 }, (_, i) => ({ image: `p${i}/eye.png`, truth: i % 3, seed: 20 + i }))
  const erring = (truth: number, rate: number) => (drawn.uniform() < rate ? (truth + 1) % 3 : truth)
  const tableOf = (grades: readonly number[]) =>
    `image\tgrade\n${graded.map(({ image }, i) => `${image}\t${grades[i]}\n`).join('')}`
  const reference = graded.map(({ truth }, i) => (i % 10 === 0 ? (truth + 1) % 3 : truth))
  const readers = { r1: 0.05, r2: 0.1, 'Dr.Wang.Wu': 0.1 }
  const said = Object.entries(readers).map(([reader, rate]) => ({
    reader,
    grades: graded.map(({ truth }) => erring(truth, rate)),
  }))
  const files = {
    ...Object.fromEntries(graded.map(({ image, seed }) => [image, photograph(seed)])),
    'patients.tsv': graded.map((_, i) => `p${i}\tpatient-${i}\n`).join(''),
    'reference.tsv': tableOf(reference),
  }
  const listed = (of: typeof said) =>
    of.flatMap(({ reader }) => graded.map(({ image }) => `${image}\t${reader}\t${reader}.tsv\n`)).join('')
  const tables = (of: typeof said) => ({
    ...Object.fromEntries(of.map(({ reader, grades }) => [`${reader}.tsv`, tableOf(grades)])),
    'readings.tsv': listed(of),
  })

  test('say how certain the grades of a set are; they may come later, but not to a sealed set', async () => {
    const [first, ...others] = said
    const name = fill('read', { ...files, ...tables([first!]) })
    const intake = await takeIn(name)
    // Tables of readers are no images.
    expect(intake).toMatchObject({ state: 'finished', found: 60, accepted: 60, quarantined: 0 })
    fill('read', tables(said))
    expect(await takeIn(name)).toMatchObject({ known: 60, quarantined: 0 })
    const { testSetId } = await hospital.steward.post<{ testSetId: string }>('/test-sets', {
      category: 'ophthalmology',
      task: 'referable-retinopathy',
      intakes: [intake.id],
    })
    const sheet = await hospital.steward.get<DataSheet>(`/test-sets/${testSetId}/data-sheet`)
    const certain = sheet.use.outcomes.find(({ rule }) => rule === 'labels-certain')!
    const figures = Object.fromEntries(certain.measurements.map(({ name: of, value }) => [of, value]))
    const pairs = said.flatMap(({ grades }) => grades.map((grade, i) => grade !== reference[i]))
    expect(figures['read-by-two']).toBe(1)
    expect(figures['readings-differing']).toBeCloseTo(pairs.filter(Boolean).length / pairs.length, 12)
    expect(figures['readers-alpha']).toBeGreaterThan(0.5)
    // Three of thirty grades are wrong.
    expect(Math.abs(figures['labels-likely-wrong']! - 0.1)).toBeLessThan(0.05)
    expect(certain.findings.map(({ code }) => code)).toContain('labels-likely-wrong')
    const [labels] = sheet.composition.filter(({ stratum }) => stratum === 'label')
    const counted = reference.filter((grade) => grade === 2).length
    expect(labels!.values).toContainEqual({ value: 'grade 2', patients: counted })
    const late = { reader: 'late', grades: reference }
    fill('read', tables([...said, late]))
    expect(await takeIn(name)).toMatchObject({ known: 30, quarantined: 30 })
    expect((await waiting()).filter(({ code }) => code === 'readings-after-sealing')).toHaveLength(30)
    expect(others).toHaveLength(2)
  })

  test('that are no grades put their image aside; of an image without a reference they are refused at once', async () => {
    const one = {
      'q/eye.png': photograph(300),
      'patients.tsv': 'q\tq1\n',
      'reference.tsv': 'image\tgrade\nq/eye.png\t1\n',
    }
    const odd = fill('odd', {
      ...one,
      'readings.tsv': 'q/eye.png\tr1\tr1.tsv\n',
      'r1.tsv': 'image\tgrade\nq/eye.png\t9\n',
    })
    expect(await takeIn(odd)).toMatchObject({ accepted: 1, quarantined: 1 })
    expect((await waiting()).find(({ name }) => name === 'q/eye.png')?.code).toBe('reference-invalid')
    const lone = fill('lone', { ...one, 'readings.tsv': 'q/other.png\tr1\tr1.tsv\n', 'r1.tsv': 'image\tgrade\n' })
    await expect(takeIn(lone)).rejects.toThrow('readings-table-invalid')
    const gone = fill('gone', { ...one, 'readings.tsv': 'q/eye.png\tr1\tgone.tsv\n' })
    await expect(takeIn(gone)).rejects.toThrow('readings-table-invalid')
  })

  test('are nobody’s where names are not neutral', async () => {
    const name = fill('unnamed', {
      'z/eye.png': photograph(301),
      'patients.tsv': 'z\tz1\n',
      'reference.tsv': 'image\tgrade\nz/eye.png\t1\n',
      'readings.tsv': 'z/eye.png\tDr.Zhao.Liu\tliu.tsv\n',
      'liu.tsv': 'image\tgrade\nz/eye.png\t1\n',
    })
    expect(await takeIn(name, 'patients')).toMatchObject({ accepted: 2, quarantined: 0 })
    const stored = readdirSync(hospital.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(hospital.intake))
      .map((entry) => join(entry.parentPath, entry.name))
    expect(stored.length).toBeGreaterThan(10)
    expect(stored.filter((file) => readFileSync(file).includes('Zhao.Liu'))).toEqual([])
  })
})

describe('photographs that came as DICOM', () => {
  const hasDcmtk = spawnSync('dcmodify', ['--version']).status === 0
  const uid = (eye: number) => `1.2.826.0.1.3680043.10.1401.77.${eye}`

  /** Two eyes of a patient, as a camera's archive has them. */
  function writeEyes(name: string): void {
    const values = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => 20 + ((i * 7) % 180))
    for (const eye of [1, 2]) {
      const uids = { study: uid(9), series: uid(8), instance: uid(eye) }
      const object = writeOphthalmicPhotograph({ width: 64, height: 64, channels: 3, bitsStored: 8, values }, uids)
      fill(name, { [`eye-${eye}.dcm`]: object })
      const file = join(hospital.intake, name, `eye-${eye}.dcm`)
      execFileSync('dcmodify', ['-nb', '-m', '0010,0020=MRN-77', '-i', `0020,4000=${eye}`, file])
    }
  }

  test.skipIf(!hasDcmtk)('become cases by a table alone, which calls them by their UIDs (needs dcmtk)', async () => {
    writeEyes('received')
    expect(await takeIn('received', 'patients')).toMatchObject({ found: 2, accepted: 2, quarantined: 0 })
    const table = `image\tgrade\tgradable\n${uid(1)}\t2\tyes\n${uid(2)}\t\tno\n${uid(3)}\t1\tyes\n`
    const name = fill('graded-later', { 'reference.tsv': table })
    expect(await takeIn(name, 'patients')).toMatchObject({ found: 3, accepted: 2, quarantined: 1 })
    expect(await takeIn(name, 'patients')).toMatchObject({ known: 2, quarantined: 1 })
    const shown = JSON.stringify(await hospital.steward.get('/quarantine?limit=500'))
    expect(shown).not.toMatch(/1\.2\.826|MRN/)
  })

  test.skipIf(!hasDcmtk)('are no cases under another provenance than they came with (needs dcmtk)', async () => {
    const name = fill('elsewhere', { 'reference.tsv': `image\tgrade\n${uid(1)}\t2\n` })
    expect(await takeIn(name, 'public')).toMatchObject({ accepted: 0, quarantined: 1 })
    expect((await waiting()).map(({ code }) => code)).toContain('study-of-another-provenance')
  })
})
