import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { startImageDecoders } from '@assay/formats'
import { afterAll, describe, expect, it } from 'vitest'
import { type TemplateLanguage, templateLanguages } from './category.ts'
import { readResult } from './read-result.ts'
import { categories } from './registry.ts'

const interpreters: Record<TemplateLanguage, string> = { node: process.execPath, python: 'python3', shell: '/bin/sh' }
const isHere = (program: string) => spawnSync(program, ['-c', '1'], { stdio: 'ignore' }).error === undefined

const decoders = startImageDecoders()
afterAll(() => decoders.close())

for (const { id: category, tasks } of categories)
  for (const task of tasks)
    describe(`${category}, ${task.id}`, () => {
      it('generates the same cases from the same seed, and others from another', () => {
        const texts = [1, 1, 2].map((seed) => JSON.stringify(task.generateCase(seed, 3)))
        expect(texts[0]).toBe(texts[1])
        expect(texts[0]).not.toBe(texts[2])
      })

      const ways = [task.inputs, ...(task.otherInputs ? [task.otherInputs] : [])]
      const tried = templateLanguages.flatMap((language) =>
        // No shell reads DICOM.
        ways.slice(0, language === 'shell' ? 1 : 2).map((sockets) => ({ language, sockets, as: sockets[0]!.kind })),
      )
      for (const { language, sockets, as } of tried)
        it.skipIf(!isHere(interpreters[language]))(
          `has a device in ${language} that answers every generated case, shown as ${as} (needs ${language})`,
          async () => {
            for (let index = 0; index < (sockets === task.inputs ? 5 : 2); index += 1) {
              const { files } = task.generateCase(7, index)
              const folder = mkdtempSync(join(tmpdir(), 'assay-template-'))
              try {
                const showing = { sockets, key: randomBytes(32) }
                for (const { path, bytes } of await task.inputFiles(files, decoders, showing)) {
                  mkdirSync(dirname(join(folder, 'in', path)), { recursive: true })
                  writeFileSync(join(folder, 'in', path), bytes)
                }
                const program = join(folder, language === 'node' ? 'program.mjs' : 'program')
                writeFileSync(program, task.deviceTemplate(language))
                const env = { PATH: process.env.PATH, INPUT_DIR: join(folder, 'in'), OUTPUT_DIR: join(folder, 'out') }
                const { status, stderr } = spawnSync(interpreters[language], [program], { env, encoding: 'utf8' })
                expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
                const run = { outcome: 'completed', output: join(folder, 'out') } as const
                expect(await readResult(task, files, run, decoders)).toMatchObject({ output: expect.anything() })
              } finally {
                rmSync(folder, { recursive: true })
              }
            }
          },
        )
    })
