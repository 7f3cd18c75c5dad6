import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { librariesOf } from '../package/place-runtime.ts'

const emulator = '/usr/bin/qemu-system-x86_64'
const repository = join(import.meta.dirname, '../../../..')

/** Debian's newest kernel of this machine's folder, as its packages `linux-image-…` place it. */
const kernel = existsSync('/boot')
  ? readdirSync('/boot')
      .filter((name) => name.startsWith('vmlinuz-'))
      .sort()
      .map((name) => join('/boot', name))
      .at(-1)
  : undefined

/** What is in the machine beside Node.js and the platform's own files. */
const programs = ['busybox', 'sh', 'sleep', 'tail', 'which', 'bwrap', 'setpriv', 'prlimit']

/** Whether this machine can run another. */
export const hasVirtualMachine =
  process.arch === 'x64' &&
  kernel !== undefined &&
  existsSync(emulator) &&
  [...programs, 'cpio'].every((program) => spawnSync('which', [program]).status === 0)

/** Parts of the repository that a program in the machine may import, with what they depend on. */
const parts = ['packages/contracts', 'packages/runner']

/**
 * Mounts over a bind of the first file system, since nothing can pivot away from that itself. A second serial port takes
 * what the script says.
 */
const firstProgram = `#!/bin/busybox sh
cd /
for applet in mount mkdir chroot poweroff; do /bin/busybox ln -s busybox /bin/$applet; done
mkdir -p /root/new && mount --bind / /root/new && cd /root/new
mount -t proc proc proc
mount -t sysfs sys sys
mount -t devtmpfs dev dev
mount -t tmpfs shm dev/shm 2>/dev/null || { mkdir dev/shm && mount -t tmpfs shm dev/shm; }
mount -t tmpfs tmp tmp
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount --move . /
exec chroot . /bin/sh /second
`

/**
 * Boots a machine with this one's kernel package, Node.js, bubblewrap and the platform's runner, control groups of version 2
 * alone, and neither network nor disk; runs a script of its shell as root, with the repository in /assay; ends with it. The
 * processor is emulated, so it runs anywhere, some ten times as slow.
 * @returns what the script printed, and the end of what the kernel did
 */
export async function runInVirtualMachine(script: string): Promise<{ printed: string; console: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-machine-'))
  try {
    const root = join(folder, 'root')
    layRoot(root, script)
    pack(root, join(folder, 'files'))
    return await boot(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function layRoot(root: string, script: string): void {
  for (const name of ['proc', 'sys', 'dev', 'tmp', 'etc', 'run', 'root', 'usr/bin', 'usr/lib', 'usr/lib64'])
    mkdirSync(join(root, name), { recursive: true })
  for (const name of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name))
  symlinkSync('usr/bin', join(root, 'sbin'))
  const found = programs.map((name) => `${spawnSync('which', [name]).stdout}`.trim())
  const files = [...found.map((path) => [path, `/usr/bin/${path.split('/').at(-1)}`] as const)]
  const further = [process.execPath, ...found].flatMap((program) => librariesOf(program))
  for (const [from, to] of [...files, [process.execPath, '/usr/bin/node'] as const, ...further])
    placeFile(from, join(root, to))
  for (const part of parts) copy(part, root)
  for (const name of dependenciesOf(parts)) copy(join('node_modules', name), root)
  mkdirSync(join(root, 'assay/node_modules/@assay'), { recursive: true })
  for (const part of parts)
    symlinkSync(join('../..', part), join(root, 'assay/node_modules/@assay', part.split('/').at(-1) ?? ''))
  const second = `exec >/dev/ttyS1\nexport PATH=/usr/bin HOME=/root\n${script}\necho o >/proc/sysrq-trigger\nsleep 60\n`
  writeFileSync(join(root, 'second'), second)
  writeFileSync(join(root, 'init'), firstProgram, { mode: 0o755 })
}

function placeFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
}

function copy(path: string, root: string): void {
  mkdirSync(dirname(join(root, 'assay', path)), { recursive: true })
  cpSync(join(repository, path), join(root, 'assay', path), { recursive: true })
}

/** Packages from the registry that folders of the repository need, with theirs. */
function dependenciesOf(folders: readonly string[]): Set<string> {
  const names = new Set<string>()
  const need = (folder: string) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8'))
    for (const name of Object.keys(dependencies))
      if (!names.has(name)) {
        names.add(name)
        need(join('node_modules', name))
      }
  }
  for (const folder of folders) need(folder)
  return names
}

function pack(root: string, file: string): void {
  const list = spawnSync('find', ['.', '-print0'], { cwd: root, maxBuffer: 2 ** 26 }).stdout
  const { status, stderr } = spawnSync('cpio', ['--create', '--null', '--format=newc', '--quiet'], {
    cwd: root,
    input: list,
    stdio: ['pipe', openSync(file, 'w'), 'pipe'],
  })
  if (status !== 0) throw new Error(`cpio: ${stderr}`)
}

async function boot(folder: string): Promise<{ printed: string; console: string }> {
  const at = (name: string) => join(folder, name)
  const words = [
    ...['-accel', 'tcg,thread=multi', '-smp', '2', '-m', '2048', '-nodefaults', '-no-user-config', '-no-reboot'],
    ...['-nic', 'none', '-display', 'none', '-serial', `file:${at('console')}`, '-serial', `file:${at('printed')}`],
    ...['-kernel', kernel ?? '', '-initrd', at('files'), '-append', 'console=ttyS0 panic=-1 quiet'],
  ]
  const machine = spawn(emulator, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const end = () => machine.kill('SIGKILL')
  process.once('exit', end)
  await once(machine, 'exit')
  process.off('exit', end)
  return { printed: readFileSync(at('printed'), 'utf8'), console: readFileSync(at('console'), 'utf8').slice(-4000) }
}
