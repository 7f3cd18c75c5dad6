import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceLimits } from '@assay/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkOutput } from './check-output.ts'

const limits = { outputMiB: 1, outputFiles: 3 } as DeviceLimits
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-output-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('checkOutput', () => {
  it('takes plain files in plain folders', () => {
    mkdirSync(join(folder, 'images/mask'), { recursive: true })
    writeFileSync(join(folder, 'images/mask/a.mha'), 'x')
    writeFileSync(join(folder, 'answer.json'), '{}')
    expect(checkOutput(folder, limits)).toBe('completed')
  })

  it.each(['a b', '.hidden', '-flag', 'ünï', 'new\nline', 'a'.repeat(150)])('refuses the name %j', (name) => {
    writeFileSync(join(folder, name), '')
    expect(checkOutput(folder, limits)).toBe('output-invalid')
  })

  it('refuses a name that is no text', () => {
    spawnSync('/bin/sh', ['-c', `: > "$(printf '${folder}/a\\377')"`])
    expect(checkOutput(folder, limits)).toBe('output-invalid')
  })

  it('refuses a queue and a link to a folder, and does not look into it', () => {
    symlinkSync('/', join(folder, 'root'))
    expect(checkOutput(folder, limits)).toBe('output-invalid')
    rmSync(join(folder, 'root'))
    spawnSync('mkfifo', [join(folder, 'queue')])
    expect(checkOutput(folder, limits)).toBe('output-invalid')
  })

  it('counts links as files', () => {
    for (let i = 0; i < 4; i += 1) symlinkSync('nowhere', join(folder, `link${i}`))
    expect(checkOutput(folder, limits)).toBe('output-too-large')
  })
})
