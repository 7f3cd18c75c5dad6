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

/** Where libraries are: those that other packages share, and this package's own. */
function modulesFolders(): string[] {
  return [nodeModules(), join(here, '../../../node_modules')].filter((path) => existsSync(path))
}

let worksBubblewrap: boolean | undefined

/** Whether bubblewrap can make namespaces here. */
export function hasBubblewrap(): boolean {
  worksBubblewrap ??= spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0
  return worksBubblewrap
}

/**
 * Becomes the process that decodes, at the head of a group of its own, and leaves a watcher beside it that ends the group when the other end of
 * descriptor 4 closes without a word: the kernel closes it with whoever holds it. A library that computes forever hears nothing else, and
 * bubblewrap's tie to its parent is not made yet while it starts: killed then, it would leave a child that waits for it.
 */
const endingWithParent = 'if ! read -r _ <&4; then kill -9 -$$; fi 3<&- & exec "$@" 4<&-'

export interface DecodingCommandOptions {
  /** Where the script is, of this package; this folder where none is named. */
  readonly folder?: string
  /** The script's library is native code. */
  readonly hasAddons?: boolean
  /** Folders of further code that the script is made of. */
  readonly further?: readonly string[]
}

/**
 * The command that runs a script as a process that can only compute, to be started at the head of a group: Node's permission model lets it read
 * its own code and nothing else; where bubblewrap works, it has no network either, and sees no other files. Native code heeds no permission:
 * bubblewrap alone holds it.
 */
export function decodingCommand(
  script: string,
  { folder = here, hasAddons = false, further = [] }: DecodingCommandOptions = {},
): readonly [command: string, ...args: string[]] {
  const code =
    folder === here
      ? [here]
      : [folder, ...['sniff-format.ts', 'images/gzip-head.ts'].map((file) => join(here, '../..', file)), ...further]
  const readable = [
    ...code.map((path) => (path.endsWith('.ts') ? path : join(path, '*'))),
    packageFile,
    ...modulesFolders().map((path) => join(path, '*')),
  ]
  const node = [
    process.execPath,
    ...['--permission', ...readable.map((path) => `--allow-fs-read=${path}`), ...(hasAddons ? ['--allow-addons'] : [])],
    ...['--max-old-space-size=512', `--wasm-max-mem-pages=${mostPages}`, '--disable-warning=ExperimentalWarning'],
    join(folder, script),
  ]
  const held = hasBubblewrap() ? ['bwrap', ...bubblewrapArguments(code)] : []
  return ['/bin/sh', '-c', endingWithParent, 'sh', ...held, ...node]
}

function bubblewrapArguments(code: readonly string[]): string[] {
  const system = ['/usr', '/lib', '/lib64', '/bin'].filter((path) => existsSync(path))
  const visible = [...system, dirname(process.execPath), ...code, packageFile, ...modulesFolders()]
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    // First the empty folder, so that it hides nothing of a platform that is installed below it.
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--chdir', '/tmp'],
    ...visible.flatMap((path) => ['--ro-bind', path, path]),
  ]
}
