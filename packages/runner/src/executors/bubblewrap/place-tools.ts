import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { librariesOf, place } from '../../package/place-runtime.ts'

/** Lays prlimit(1) with its loader and its libraries in a folder that a device may be shown. */
export function placeTools(area: string): string {
  const folder = join(area, 'tools')
  const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path)) ?? '/usr/bin/prlimit'
  place(prlimit, join(folder, 'prlimit'))
  for (const [from, to] of librariesOf(prlimit)) {
    const isLoader = /\/ld[^/]*\.so[^/]*$/.test(to)
    place(from, join(folder, isLoader ? 'loader' : basename(to)))
  }
  return folder
}
