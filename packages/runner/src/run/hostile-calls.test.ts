import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { openTestBenches } from '../testing/test-benches.ts'
import { busybox, testDevice, testImageDevice, tryDevice, withProgram } from '../testing/test-device.ts'

const benches = await openTestBenches(['bubblewrap', 'podman', 'docker', 'docker without users'])
const perl = '/usr/bin/perl'
const canTry = process.arch === 'x64' && [busybox, perl].every((file) => existsSync(file))

/** EPERM, ENOSYS, EAFNOSUPPORT: what filters answer, and nothing that a kernel says of odd arguments. EOPNOTSUPP is another matter. */
const [refused, notSupported] = ['1|38|97', '95']

/** System calls by their numbers on x86-64 with their arguments, and the errors that each may give. */
const calls: readonly [name: string, errors: string, call: number, ...words: (number | string)[]][] = [
  ['follows another process', refused, 101, 16, 1, 0, 0],
  ['has itself followed', refused, 101, 0, 0, 0, 0],
  ['reads memory of another process', refused, 310, 1, 0, 0, 0, 0, 0],
  ['writes memory of another process', refused, 311, 1, 0, 0, 0, 0, 0],
  ['compares processes', refused, 312, 1, 1, 0, 0, 0],
  ['takes a descriptor of another process', refused, 438, 3, 0, 0],
  ['asks for its session’s keys', refused, 250, 0, -3, 0],
  ['adds a key', refused, 248, "'user'", "'name'", "'x'", 1, -3],
  ['requests a key', refused, 249, "'user'", "'name'", 0, -3],
  ['counts events of the processor', refused, 298, 0, 0, -1, -1, 0],
  ['loads a program into the kernel', refused, 321, 0, 0, 0],
  ['handles faults of pages', refused, 323, 1],
  ['leaves its user namespace', refused, 272, 0x10000000],
  ['leaves its network namespace', refused, 272, 0x40000000],
  ['starts a process in a further user namespace', refused, 56, 0x10000011, 0, 0, 0, 0],
  ['starts a process by the newer call', refused, 435, 0, 0],
  ['enters another namespace', refused, 308, 0, 0],
  ['mounts', refused, 165, "'x'", "'/tmp'", "'tmpfs'", 0, 0],
  ['mounts by the newer call', refused, 430, "'tmpfs'", 0],
  ['takes a mount away', refused, 166, "'/input'", 2],
  ['changes its root', refused, 161, "'/tmp'"],
  ['turns its root', refused, 155, "'/tmp'", "'/tmp'"],
  ['opens files by handles', refused, 304, -100, 0, 0],
  ['shares memory that outlives it', refused, 29, 0, 4096, 0o600],
  ['makes a queue that outlives it', refused, 68, 0, 0o600],
  ['makes semaphores that outlive it', refused, 64, 0, 1, 0o600],
  ['hides memory from the kernel', refused, 447, 0],
  ['makes a ring for calls that no filter sees', refused, 425, 1, 0],
  ['sets the clock', refused, 227, 0, 0],
  ['names the machine', refused, 170, "'x'", 1],
  ['reads the kernel’s messages', refused, 103, 3, 0, 0],
  ['watches files of everybody', refused, 300, 0, 0],
  // ENOTTY where no filter stands before: what it was given is no terminal.
  ['puts words into its standard input', '1|25', 16, 0, 0x5412, "'x'"],
  ['puts words into its standard output', '1|25', 16, 1, 0x5412, "'x'"],
  ['puts words into its standard error', '1|25', 16, 2, 0x5412, "'x'"],
  ['takes room on a disk without writing', notSupported, 285, 1, 0, 0, 4096],
  ['calls the virtual machine’s host', refused, 41, 40, 1, 0],
  ['uses the kernel’s ciphers', refused, 41, 38, 5, 0],
  ['listens to raw packets', refused, 41, 17, 3, 0],
  ['speaks Bluetooth', refused, 41, 31, 3, 0],
  ['calls the virtual machine’s host, its number hidden behind high bits', refused, 41, 0x100000028, 1, 0],
  ['starts a process in a further user namespace, hidden among high bits', refused, 56, 0x110000011, 0, 0, 0, 0],
  ['leaves its user namespace by the calls of 32 bits', refused, 0x40000000 + 272, 0x10000000],
]

describe.each(benches)('a hostile device %s', (_, bench, available) => {
  it.skipIf(!available || !canTry)(
    'is refused each system call that reaches out (needs busybox-static, perl)',
    async () => {
      const tries = calls.map(([, , call, ...words], at) => `attempt(${[at, call, ...words].join(', ')});`)
      const script = `$| = 1;
      sub attempt {
        my ($at, @call) = @_;
        my $answer = syscall($call[0], @call[1 .. $#call]);
        exit 0 if $answer == 0 && $call[0] == 56;
        print "$at ", ($answer == -1 ? $! + 0 : 'done'), "\\n";
      }
      ${tries.join('\n')}`
      const device = await testImageDevice(bench, script, {
        members: withProgram(perl, '/bin/perl'),
        shell: ['/bin/perl'],
      })
      device.process.command = ['/bin/perl', '-e', `open(STDOUT, '>', '/output/answer'); ${script}`]
      const { answer = '', ...ran } = await tryDevice(bench, device)
      const told = answer
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(' '))
      const could = calls.map(([name], at) => `${name}: ${told.find(([index]) => index === `${at}`)?.[1] ?? ran.log}`)
      expect(could).toEqual(calls.map(([name, errors]) => expect.stringMatching(new RegExp(`^${name}: (${errors})$`))))
    },
  )

  it.skipIf(!available || !canTry)('leaves no queue for the next case (needs busybox-static, perl)', async () => {
    // mq_open with O_CREAT | O_RDWR, then without O_CREAT, by their numbers on x86-64.
    const script = `open(my $out, '>', '/output/answer'); my $name = 'assay-test';
      my $there = syscall(240, $name, 2, 0, 0);
      my $made = syscall(240, $name, 66, 384, 0);
      print $out $there < 0 ? 'none' : 'left', ' ', $made < 0 ? $! : 'made'`
    const device = await testImageDevice(bench, '', { members: withProgram(perl, '/bin/perl') })
    device.process.command = ['/bin/perl', '-e', script]
    for (let round = 0; round < 2; round += 1)
      expect(await tryDevice(bench, device)).toMatchObject({ answer: 'none made' })
  })

  it.skipIf(!available)('finds nothing of the node in sockets without a path, in /proc, in /sys, in /dev', async () => {
    const name = `assay-test-${process.pid}-${Math.random()}`
    const server = createServer((socket) => socket.end('reached')).listen(`\0${name}`)
    await new Promise((resolve) => server.once('listening', resolve))
    const acts: [string, string][] = [
      ['reaches a socket without a path', `await reach('\\0${name}')`],
      ...[
        'kernel/core_pattern',
        'kernel/hostname',
        'vm/overcommit_memory',
        'net/ipv4/ip_forward',
        'kernel/ns_last_pid',
      ].map((file): [string, string] => [`sets ${file}`, `fs.writeFileSync('/proc/sys/${file}', '1')`]),
      ['asks the kernel for something', `fs.writeFileSync('/proc/sysrq-trigger', 'h')`],
      ['puts itself last for want of memory', `fs.writeFileSync('/proc/self/oom_score_adj', '-1000')`],
      ['maps further users', `fs.writeFileSync('/proc/self/uid_map', '0 0 1')`],
      ['writes the first process’s memory', `if (process.pid !== 1) fs.openSync('/proc/1/mem', 'r+'); else throw 0`],
      ...[
        '/proc/kcore',
        '/proc/kmsg',
        '/dev/mem',
        '/dev/kmsg',
        '/dev/sda',
        '/dev/vda',
        '/dev/fuse',
        '/dev/tty',
        '/dev/vsock',
      ].map((file): [string, string] => [`opens ${file}`, `fs.readSync(fs.openSync('${file}', 'r'), Buffer.alloc(1))`]),
      [
        'joins a control group of its own choice',
        `const found = fs.readdirSync('/sys/fs/cgroup', { recursive: true }).filter((file) => /(cgroup.procs|tasks)$/.test(file))
         if (!found.some((file) => { try { fs.writeFileSync('/sys/fs/cgroup/' + file, '0'); return true } catch { return false } })) throw 0`,
      ],
      ['makes a control group', `fs.mkdirSync('/sys/fs/cgroup/memory/own')`],
      ['makes a control group of version 2', `fs.mkdirSync('/sys/fs/cgroup/own')`],
      ['writes to /sys', `fs.writeFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'always')`],
    ]
    const program = `import net from 'node:net'
      const reach = (path) => new Promise((resolve, reject) => net.connect(path).on('connect', resolve).on('error', reject))
      const done = []
      ${acts.map(([what, act]) => `try { ${act}; done.push(${JSON.stringify(what)}) } catch {}`).join('\n')}
      fs.writeFileSync(out + '/answer', JSON.stringify(done))`
    const { answer } = await tryDevice(bench, await testDevice(bench, program))
    server.close()
    expect(JSON.parse(answer ?? 'null')).toEqual([])
  })

  it.skipIf(!available)('has no terminal: none that controls it, none among its descriptors', async () => {
    const program = `import tty from 'node:tty'
      const fields = fs.readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1).split(' ')
      const found = { controls: fields[4], terminals: fs.readdirSync('/proc/self/fd').map(Number).filter(tty.isatty) }
      try { fs.openSync('/dev/tty', 'r+') } catch ({ code }) { found.tty = code }
      fs.writeFileSync(out + '/answer', JSON.stringify(found))`
    const { answer } = await tryDevice(bench, await testDevice(bench, program))
    // tty_nr of proc(5). There is nothing to open where nothing controls: ENXIO, or no such file.
    expect(JSON.parse(answer ?? 'null')).toEqual({
      controls: '0',
      terminals: [],
      tty: expect.stringMatching(/^(ENXIO|ENOENT|EACCES)$/),
    })
  })
})

const canGiveTerminal = ['/usr/bin/script', '/usr/bin/bwrap'].every((file) => existsSync(file))
it.skipIf(!canGiveTerminal)('a device has no terminal where its node has one (needs bubblewrap, bsdutils)', () => {
  const program = join(import.meta.dirname, '../testing/run-at-terminal.ts')
  // script(1) gives what it starts a terminal of its own.
  const command = `'${process.execPath}' '${program}'`
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const told = JSON.parse(/\{.*\}/.exec(stdout)?.[0] ?? 'null')
  expect(told).toEqual({ isolation: 'bubblewrap', node: expect.not.stringMatching(/^0$/), device: '0 ' })
})
