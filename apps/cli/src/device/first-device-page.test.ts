import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/first-device.md'), 'utf8')
const steps = [...page.matchAll(/```console\n\$ ([^\n]*)\n([\s\S]*?)```/g)]
const isolated = spawnSync('bwrap', ['--version']).status === 0

/** What differs from machine to machine: parts of the isolation, and where an error was thrown. */
function comparable(text: string): string {
  return text
    .replaceAll(/^(✓ Isolation: held by \w+: no network).*$/gm, '$1')
    .replaceAll(/^(?: {4}\| .*\n)+/gm, '    |\n')
    .trimEnd()
}

describe.skipIf(!isolated)('docs/first-device.md (needs bubblewrap)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-first-device-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has every step from an empty folder to a package', () => {
    const named = steps.map(([, words]) => words!.split(' ').slice(0, 4).join(' '))
    for (const command of ['init', 'test', 'pack']) expect(named.join('\n')).toContain(`npx assay device ${command}`)
  })

  it.each(steps.map(([, words, printed]) => ({ words: words!, printed: printed! })))(
    'prints what it says: $words',
    ({ words, printed }) => {
      const [, arguments_] = /^npx assay (.*)$/.exec(words) ?? []
      if (arguments_ === undefined) {
        expect(spawnSync('sh', ['-c', words], { cwd: folder, env: process.env }).status).toBe(0)
        return
      }
      const { output, errors } = runAssay(arguments_.split(' '), { folder })
      expect(comparable(output + errors)).toBe(comparable(printed))
    },
  )
})
