import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, linkSync, readdirSync, realpathSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { makeFolder } from '../folders/make-folder.ts'

/** Parts of the C library that the interpreter does without, but native add-ons of a device may ask for. */
const furtherLibraries = ['librt.so.1', 'libresolv.so.2', 'libutil.so.1']

/**
 * Gives a program's root the interpreter and the libraries that the system's loader names for it: the files are laid once
 * where devices run, and linked from there.
 */
export function linkRuntime(area: string, root: string): void {
  const kept = join(area, 'runtime')
  for (const [from, to] of runtime()) {
    const copy = join(kept, to)
    if (!existsSync(copy)) place(from, copy)
    makeFolder(dirname(join(root, to)))
    linkSync(copy, join(root, to))
  }
}

/** Where the interpreter and its libraries lie in a program's root. */
export function runtimePaths(): string[] {
  return runtime().map(([, to]) => to)
}

function runtime(): [from: string, to: string][] {
  return [[process.execPath, '/usr/bin/node'], ...librariesOf(process.execPath)]
}

/** A file of the system where the device's user may read it, whatever folder the platform is installed in. */
export function place(from: string, to: string): void {
  makeFolder(dirname(to))
  const unfinished = `${to}-${process.pid}`
  try {
    if ((statSync(from).mode & 0o005) !== 0o005) throw new Error('not for everybody')
    linkSync(from, unfinished)
  } catch {
    copyFileSync(from, unfinished)
    chmodSync(unfinished, 0o555)
  }
  renameSync(unfinished, to)
}

/** Libraries of a program by the system's loader, as ldd(1) does: where each lies, and what it is called. */
export function librariesOf(program: string): [from: string, to: string][] {
  const env = { LD_TRACE_LOADED_OBJECTS: '1' }
  const { stdout } = spawnSync(program, [], { env, stdio: ['ignore', 'pipe', 'ignore'], timeout: 5000 })
  const found = new Set([...`${stdout}`.matchAll(/(\/\S+) \(0x[0-9a-f]+\)/g)].map(([, path]) => path ?? ''))
  const libc = [...found].find((path) => /\/libc\.so[^/]*$/.test(path))
  for (const name of libc ? readdirSync(dirname(libc)) : [])
    if (libc && furtherLibraries.includes(name)) found.add(join(dirname(libc), name))
  return [...found].sort().map((path) => [realpathSync(path), path])
}
