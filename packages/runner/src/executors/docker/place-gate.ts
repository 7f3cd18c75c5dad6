import { existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { librariesOf, place } from '../../package/place-runtime.ts'

/** The file in which the loader of glibc looks for libraries that every program is to have (ld.so(8)). */
const preloadList = '/etc/ld.so.preload'

/** A path of as many characters, where nothing is. */
const nowhere = '/runtime/nopreload'

/**
 * Lays the machine's own shell with its loader and its libraries in a folder that a container is shown. In a device's root
 * the image says what the loader adds to every program: this copy of the loader looks for that in the folder itself, so
 * that the shell is nothing but the machine's own.
 */
export function placeGate(area: string): string {
  const folder = join(area, 'gate')
  const shell = ['/usr/bin/sh', '/bin/sh'].find((path) => existsSync(path)) ?? '/usr/bin/sh'
  place(realpathSync(shell), join(folder, 'sh'))
  for (const [from, to] of librariesOf(shell))
    if (/\/ld[^/]*\.so[^/]*$/.test(to)) placeLoader(from, join(folder, 'loader'))
    else place(from, join(folder, basename(to)))
  return folder
}

function placeLoader(from: string, to: string): void {
  const own = readFileSync(from)
  const text = own.toString('latin1')
  const bytes = Buffer.from(text.replaceAll(preloadList, nowhere), 'latin1')
  if (bytes.equals(own)) throw new Error('the loader of this machine is not one that is known')
  const unfinished = `${to}-${process.pid}`
  writeFileSync(unfinished, bytes, { mode: 0o555 })
  renameSync(unfinished, to)
}
