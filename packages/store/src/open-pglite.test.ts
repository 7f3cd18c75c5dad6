import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { preparePGlite, templateVersion } from './pglite-template.ts'
import { openStore } from './store.ts'

const migrations = [{ name: 'test-1', up: 'create table entry (n int primary key)' }]
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-pglite-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a directory keeps its rows, and one store at a time has it', async () => {
  const directory = join(folder, 'hub')
  const store = await openStore<{ entry: { n: number } }>({ directory }, migrations)
  await store.db.insertInto('entry').values({ n: 1 }).execute()
  await expect(openStore({ directory }, migrations)).rejects.toThrow(
    new AssayError('data-directory-in-use', { directory, pid: process.pid }),
  )
  await store.close()
  const again = await openStore<{ entry: { n: number } }>({ directory }, migrations)
  expect(await again.db.selectFrom('entry').selectAll().execute()).toEqual([{ n: 1 }])
  await again.close()
})

test('a kill while writing loses nothing that was acknowledged', async () => {
  const directory = join(folder, 'node')
  const module = join(import.meta.dirname, 'store.ts')
  const program = `
    const { openStore } = await import(${JSON.stringify(module)})
    const { db } = await openStore(${JSON.stringify({ directory })}, ${JSON.stringify(migrations)})
    for (let n = 1; ; n += 1) {
      await db.insertInto('entry').values({ n }).execute()
      process.stdout.write(n + '\\n')
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said.split('\n').length > 200) child.kill('SIGKILL')
  })
  await once(child, 'close')
  const acknowledged = Number(said.split('\n').at(-2))
  const store = await openStore({ directory }, migrations)
  const { rows } = await sql<{ n: number }>`select count(*) as n from entry`.execute(store.db)
  expect(acknowledged).toBeGreaterThan(199)
  // The one in flight may have been written too.
  expect([acknowledged, acknowledged + 1]).toContain(rows[0]?.n)
  await store.close()
})

test('a template folder that others may write to is not used', async () => {
  const templates = join(folder, 'templates')
  mkdirSync(templates)
  chmodSync(templates, 0o777)
  await preparePGlite(join(folder, 'database'), templates)
  expect(readdirSync(templates)).toEqual([])
  expect(readdirSync(join(folder, 'database'))).toContain('PG_VERSION')
})

test('programs that start together share a template', async () => {
  const names = ['hub', 'north', 'south']
  const templates = join(folder, 'templates')
  const stores = await Promise.all(
    names.map((name) => openStore({ directory: join(folder, name), templates }, migrations)),
  )
  for (const store of stores) await store.close()
  expect(readdirSync(folder).toSorted()).toEqual([...names, 'templates'])
  expect(readdirSync(templates)).toContain(`pglite-${templateVersion}`)
})

test('the template belongs to the installed version of PGlite', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(manifest.dependencies['@electric-sql/pglite']).toBe(templateVersion)
})
