import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

/** Memory of the decoders' WebAssembly, in pages of 64 KiB: 2 GiB, for a compressed frame and its 2^28 samples. */
const mostPages = 2 ** 15

const here = import.meta.dirname
const packageFile = join(here, '../../../package.json')

function nodeModules(): string {
  const library = createRequire(import.meta.url).resolve('dcmjs-codecs')
  return library.slice(0, library.lastIndexOf('node_modules') + 'node_modules'.length)
}

let worksBubblewrap: boolean | undefined

/** Whether bubblewrap can make namespaces here. */
export function hasBubblewrap(): boolean {
  worksBubblewrap ??= spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0
  return worksBubblewrap
}

/**
 * The command that runs a script of this folder as a process that can only compute: Node's permission model lets it read its own code and
 * nothing else; where bubblewrap works, it has no network either, and sees no other files.
 */
export function decodingCommand(script: string): readonly [command: string, ...args: string[]] {
  const readable = [join(here, '*'), packageFile, join(nodeModules(), '*')]
  const node = [
    process.execPath,
    ...['--permission', ...readable.map((path) => `--allow-fs-read=${path}`)],
    ...['--max-old-space-size=512', `--wasm-max-mem-pages=${mostPages}`, '--disable-warning=ExperimentalWarning'],
    join(here, script),
  ] as const
  return hasBubblewrap() ? ['bwrap', ...bubblewrapArguments(), ...node] : (node as unknown as [string, ...string[]])
}

function bubblewrapArguments(): string[] {
  const system = ['/usr', '/lib', '/lib64', '/bin'].filter((path) => existsSync(path))
  const visible = [...system, dirname(process.execPath), here, packageFile, nodeModules()]
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...visible.flatMap((path) => ['--ro-bind', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--chdir', '/tmp'],
  ]
}
