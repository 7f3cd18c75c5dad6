import { once } from 'node:events'
import { copyFileSync, mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { ListenerSettings } from '@assay/contracts'
import { afterAll, describe, expect, test } from 'vitest'
import { hasProgram, makeCertificates, runProgram } from '../../testing/dicom-programs.ts'
import { writeSlices } from '../../testing/slices.ts'
import { testFolder } from '../../testing/test-hospital.ts'
import { createListener, type DicomListener } from './dicom-listener.ts'

const { folder, remove } = testFolder()
afterAll(remove)

const settings: ListenerSettings = {
  enabled: true,
  host: '127.0.0.1',
  port: 0,
  tls: false,
  titles: [{ aeTitle: 'ASSAY', category: 'lung-ct', provenance: 'patients' }],
  peers: [{ aeTitle: 'SCANNER', address: '127.0.0.1', commitment: null }],
}

let drafts = 0
function listenerThat(onKept: () => void): DicomListener {
  return createListener(join(folder, 'listener'), {
    clock: () => new Date(0),
    newDraft: () => join(folder, `draft-${drafts++}`),
    keep: async (_title, { draft }) => {
      await rm(draft)
      onKept()
    },
    askCommitment: () => Promise.reject(new Error('not asked')),
    onFault: () => undefined,
  })
}

async function portOf(listener: DicomListener, changes: Partial<ListenerSettings> = {}): Promise<number> {
  await listener.apply({ ...settings, ...changes })
  const { listening, failure } = await listener.status()
  expect(failure).toBeNull()
  return listening!
}

describe('a listener that closes', () => {
  test.skipIf(!hasProgram('storescu'))(
    'lets a sender end what it began, and takes nobody further (needs dcmtk)',
    async () => {
      const from = join(folder, 'slices')
      writeSlices(from, 5)
      let kept = 0
      let closed: Promise<void> | undefined
      const listener = listenerThat(() => {
        kept += 1
        closed ??= listener.close()
      })
      const port = await portOf(listener)
      const place = ['-aet', 'SCANNER', '-aec', 'ASSAY', '127.0.0.1', `${port}`]
      expect(await runProgram('storescu', [...place, '+sd', from])).toMatchObject({ status: 0 })
      await closed
      expect(kept).toBe(5)
      expect((await runProgram('echoscu', place)).status).not.toBe(0)
    },
  )

  test.each([
    ['says nothing', false],
    ['does not begin TLS', true],
  ])('cuts off a connection that %s', async (_, tls) => {
    const certificates = join(folder, 'certificates')
    makeCertificates(certificates)
    mkdirSync(join(folder, 'listener'), { recursive: true })
    for (const [from, to] of [
      ['server.pem', 'certificate'],
      ['server.key', 'key'],
      ['authority.pem', 'authorities'],
    ])
      copyFileSync(join(certificates, from!), join(folder, 'listener', `${to}.pem`))
    const listener = listenerThat(() => undefined)
    const socket = connect(await portOf(listener, { tls }), '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const ended = once(socket, 'close')
    await listener.close()
    await ended
  })
})
