import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'
import { methodNames } from './methods.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/command-line.md'), 'utf8')
const files = [...page.matchAll(/^`(\S+)`:\n\n```csv\n([\s\S]*?)```/gm)]
const examples = [...page.matchAll(/```console\n\$ npx assay ([^\n]*)\n([\s\S]*?)```/g)]

describe('docs/command-line.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-command-line-'))
  for (const [, name, text] of files) writeFileSync(join(folder, name!), text!)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(examples.map(([, words, printed]) => ({ words: words!, printed: printed! })))(
    'prints what it says: assay $words',
    ({ words, printed }) => {
      const { output, errors } = runAssay(words.split(' '), { folder })
      expect((output + errors).trimEnd()).toBe(printed.trimEnd())
    },
  )

  it('has an example of every method that reads tables, and a section of every one', () => {
    const readsOtherFiles = ['beats', 'overlap']
    const named = new Set(examples.map(([, words]) => words!.split(' ')[1]))
    expect([...named, ...readsOtherFiles].sort()).toEqual([...methodNames].sort())
    for (const name of methodNames) expect(page).toContain(`### \`${name}\``)
  })
})
