import { existsSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { librariesOf, place } from '../package/place-runtime.ts'

/** Programs of this machine that a start goes through inside, before it becomes the device. */
export type Tool = 'prlimit' | 'sh'

/** Lays a program with its loader and its libraries in a folder that a device may be shown. */
export function placeTools(area: string, tool: Tool): string {
  const folder = join(area, 'tools')
  const found = [`/usr/bin/${tool}`, `/bin/${tool}`].find((path) => existsSync(path)) ?? `/usr/bin/${tool}`
  place(realpathSync(found), join(folder, tool))
  for (const [from, to] of librariesOf(found)) {
    const isLoader = /\/ld[^/]*\.so[^/]*$/.test(to)
    place(from, join(folder, isLoader ? 'loader' : basename(to)))
  }
  return folder
}
