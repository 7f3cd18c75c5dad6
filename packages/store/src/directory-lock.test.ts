import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { AssayError } from '@assay/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDirectory } from './directory-lock.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-lock-'))
})
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(directory, { recursive: true })
})

/** Another process that takes the lock, says so, and waits. */
async function holder(): Promise<ChildProcess> {
  const module = join(import.meta.dirname, 'directory-lock.ts')
  const program = `
    const { lockDirectory } = await import(${JSON.stringify(module)})
    try { lockDirectory(${JSON.stringify(directory)}); process.stdout.write('held') }
    catch (error) { process.stdout.write(error.code); process.exit(1) }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [said] = (await once(child.stdout!, 'data')) as [Buffer]
  expect(said.toString()).toBe('held')
  return child
}

test('a second process is refused and told who holds the directory', async () => {
  const child = await holder()
  expect(() => lockDirectory(directory)).toThrow(
    new AssayError('data-directory-in-use', { directory, pid: child.pid ?? 0 }),
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
})

test('the lock ends with the process, even by SIGKILL', async () => {
  const child = await holder()
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockDirectory(directory).release()
})

test('one process cannot take a directory twice, and can after releasing', () => {
  const lock = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrow(
    new AssayError('data-directory-in-use', { directory, pid: process.pid }),
  )
  lock.release()
  lockDirectory(directory).release()
})

test('of many that start at once, one wins', async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 4 }, () => holder()))
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const child of children) child.kill('SIGKILL')
  await sleep(50)
})
