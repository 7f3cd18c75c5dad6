import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packPackage } from './pack-package.ts'
import { readPackage } from './read-package.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** The package that docs/appliances.md shows. */
const page = readFileSync(join(import.meta.dirname, '../../../../docs/appliances.md'), 'utf8')
const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!)

function packed(manifest: object, others: Record<string, string> = {}): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-appliance-'))
  folders.push(folder)
  for (const [name, text] of Object.entries({ 'device.json': JSON.stringify(manifest), ...others }))
    writeFileSync(join(folder, name), text)
  return packPackage(folder)
}

const answering = (...answers: object[]) => ({ ...shown, program: { appliance: { answers } } })

describe('the package of an appliance', () => {
  test('is what docs/appliances.md shows', async () => {
    expect(await readPackage(await packed(shown))).toMatchObject({ name: 'ECG Box', program: shown.program })
  })

  test.each([
    ['holds a program, too', shown, { 'run.js': '' }, 'file-unknown'],
    [
      'leaves an output without an answer',
      { ...shown, outputs: [...shown.outputs, { slug: 'more', kind: 'Float', relativePath: 'more' }] },
      {},
      'output-unanswered',
    ],
    ['answers for what it has not', answering({ form: 'json', output: 'none' }), {}, 'output-unknown'],
    [
      'takes a number for annotations',
      answering({ form: 'sr-number', output: 'beat-annotations', concept: { value: '1', scheme: 'X' } }),
      {},
      'form-unfit',
    ],
  ])('that %s is refused', async (_what, manifest, others, what) => {
    await expect(packed(manifest, others)).rejects.toMatchObject({
      code: 'device-package-invalid',
      parameters: { what },
    })
  })
})
