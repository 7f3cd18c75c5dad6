import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { decodingCommand, hasBubblewrap } from '../dicom/decoding/decoding-command.ts'
import { readPhotograph } from './read-photograph.ts'
import { startPhotographPool } from './start-photograph-pool.ts'

const values = Buffer.from(Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 31) % 251))
const picture = () => sharp(values, { raw: { width: 64, height: 48, channels: 3 } })

describe('a pool that decodes photographs', () => {
  const pool = startPhotographPool({ processes: 1 })
  afterAll(() => pool.close())

  it('reads what is read in the program itself', async () => {
    for (const bytes of [
      await picture().png().toBuffer(),
      await picture().jpeg().withMetadata({ orientation: 8 }).toBuffer(),
      await picture().toColourspace('rgb16').tiff().toBuffer(),
    ]) {
      const own = await pool.read(new Uint8Array(bytes), 'a')
      expect(own).toEqual(await readPhotograph(bytes, 'a'))
    }
  })

  it('says why a photograph is refused, and goes on', async () => {
    const png = await picture().png().toBuffer()
    await expect(pool.read(png.subarray(0, 300), 'a.png')).rejects.toMatchObject({
      code: 'image-unreadable',
      parameters: { where: 'a.png', what: 'the file ends before its last chunk' },
    })
    await expect(pool.read(png, 'a.png', 3)).rejects.toThrow('no page 3 among 1')
    const clear = await picture().ensureAlpha(0.5).png().toBuffer()
    await expect(pool.read(clear, 'a.png')).rejects.toMatchObject({ code: 'image-unsupported' })
    expect((await pool.read(png, 'a.png')).width).toBe(64)
  })

  it('ends what takes too long', async () => {
    const hasty = startPhotographPool({ processes: 1, timeLimit: 1 })
    await expect(hasty.read(await picture().png().toBuffer(), 'a.png')).rejects.toMatchObject({
      code: 'image-unreadable',
      parameters: { where: 'a.png', what: 'decoding took longer than 0.001 s' },
    })
    hasty.close()
  })
})

describe('its process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-photographs-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.skipIf(!hasBubblewrap())('sees no files but its code, and no environment (needs bubblewrap)', async () => {
    const secret = join(folder, 'key')
    writeFileSync(secret, 'secret')
    const options = { folder: import.meta.dirname, hasAddons: true }
    const [command, ...args] = decodingCommand('photograph-process.ts', options)
    const script = `
      import { existsSync } from 'node:fs'
      const seen = [${JSON.stringify(secret)}, '/etc/passwd', '/home', '/work'].filter((path) => { try { return existsSync(path) } catch { return false } })
      process.send({ seen, environment: Object.keys(process.env).filter((name) => !name.startsWith('NODE_CHANNEL') && name !== 'PWD') })
    `
    args.splice(-1, 1, '--input-type=module', '--eval', script)
    const child = spawn(command, args, { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc', 'pipe'] })
    const [answer] = await once(child, 'message')
    child.kill('SIGKILL')
    expect(answer).toEqual({ seen: [], environment: [] })
  })
})
