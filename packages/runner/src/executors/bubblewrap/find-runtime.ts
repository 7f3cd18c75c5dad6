import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, linkSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { makeFolder } from '../../folders/make-folder.ts'

/** What a device's program is started with, and the files of this system that this needs. */
export interface Runtime {
  /** The interpreter, where the device's user may read it, whatever folder the platform is installed in. */
  interpreter(): string
  /** prlimit(1). */
  prlimit: string
  /** Shared libraries and the loader, or whole folders of them where they could not be told one by one. */
  libraries: readonly string[]
}

/** Parts of the C library that the interpreter does without, but native add-ons of a device may ask for. */
const furtherLibraries = ['librt.so.1', 'libresolv.so.2', 'libutil.so.1']

/** @param area folder that everybody may enter */
export function findRuntime(area: string): Runtime {
  const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path)) ?? '/usr/bin/prlimit'
  return { interpreter: () => placeInterpreter(area), prlimit, libraries: findLibraries([process.execPath, prlimit]) }
}

function placeInterpreter(area: string): string {
  const runtime = join(area, 'runtime', 'node')
  if (existsSync(runtime)) return runtime
  makeFolder(dirname(runtime))
  try {
    if ((statSync(process.execPath).mode & 0o005) !== 0o005) throw new Error('not for everybody')
    linkSync(process.execPath, runtime)
  } catch {
    copyFileSync(process.execPath, runtime)
    chmodSync(runtime, 0o755)
  }
  return runtime
}

/** Asks the system's loader, as ldd(1) does. */
function findLibraries(programs: readonly string[]): string[] {
  const found = new Set<string>()
  for (const program of programs) {
    const env = { LD_TRACE_LOADED_OBJECTS: '1' }
    const { stdout } = spawnSync(program, [], { env, stdio: ['ignore', 'pipe', 'ignore'], timeout: 5000 })
    for (const [, path] of `${stdout}`.matchAll(/(\/\S+) \(0x[0-9a-f]+\)/g)) if (path) found.add(path)
  }
  const libc = [...found].find((path) => /\/libc\.so[^/]*$/.test(path))
  if (!libc) return ['/lib', '/lib64', '/usr/lib', '/usr/lib64'].filter((path) => existsSync(path))
  const beside = readdirSync(dirname(libc)).filter((name) => furtherLibraries.includes(name))
  for (const name of beside) found.add(join(dirname(libc), name))
  return [...found].sort()
}
