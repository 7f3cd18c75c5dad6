import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-lung-device-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const isHere = { bubblewrap: hasProgram('bwrap'), podman: hasProgram('podman') && hasProgram('runc') }

function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0
}

/** The words of a person at a terminal, from an empty folder on. */
const assay = (words: string) => runAssay(['device', ...words.split(' ')], { folder })

describe('a device for nodule detection', () => {
  beforeAll(() => expect(assay('init lung-ct nodules').status).toBe(0))

  it.skipIf(!isHere.bubblewrap)('passes on generated chests, held by bubblewrap (needs bubblewrap)', () => {
    const { status, output } = assay('test nodules --cases 2 --executor bubblewrap')
    expect([status, output]).toEqual([0, expect.stringContaining('2 of 2 completed')])
  })

  it.skipIf(!isHere.bubblewrap)(
    'passes on generated chests as DICOM series, as its manifest asks (needs bubblewrap)',
    () => {
      expect(assay('init lung-ct slices --dicom').status).toBe(0)
      const { status, output } = assay('test slices --cases 2 --executor bubblewrap')
      expect([status, output]).toEqual([0, expect.stringContaining('2 of 2 completed')])
    },
  )

  it.skipIf(!isHere.podman)('passes in a container, held by podman (needs podman and runc)', () => {
    const { status, output } = assay('test nodules --cases 1 --executor podman')
    expect([status, output]).toEqual([0, expect.stringContaining('held by podman')])
  })

  it('is packed', () => {
    expect(assay('pack nodules -o device.tar').status).toBe(0)
    expect(existsSync(join(folder, 'device.tar'))).toBe(true)
  })
})
