import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { absentCalls, judgedCalls, refusedCalls, unsupportedCalls } from '../system-calls.ts'
import { systemCallFilter } from './system-call-filter.ts'

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 }
const [notPermitted, noSuchCall, notSupported, addressFamily] = [0x50001, 0x50026, 0x5005f, 0x50061]
const allowed = 0x7fff0000

/** What the kernel's machine for classic BPF gives back for a call (the instructions that the filter uses). */
function judge(architecture: 'x64' | 'arm64', call: number, first = 0, second = 0, from = audit[architecture]): number {
  const program = systemCallFilter(architecture)!
  const data = new Map([
    [0, call],
    [4, from],
    [16, first],
    [24, second],
  ])
  let accumulator = 0
  for (let at = 0; at * 8 < program.length; at += 1) {
    const [code, value] = [program.readUInt16LE(at * 8), program.readUInt32LE(at * 8 + 4)]
    if (code === 0x06) return value
    if (code === 0x20) accumulator = data.get(value)! >>> 0
    const holds = { 21: accumulator === value, 53: accumulator >= value, 69: (accumulator & value) !== 0 }[code]
    if (holds !== undefined) at += program.readUInt8(at * 8 + (holds ? 2 : 3))
  }
  throw new Error('the program has no end')
}

describe.each(['x64', 'arm64'] as const)('the filter on %s', (architecture) => {
  const column = architecture === 'x64' ? 0 : 1

  it('refuses each call that it names', () => {
    for (const call of Object.values(refusedCalls)) expect(judge(architecture, call[column])).toBe(notPermitted)
    for (const call of Object.values(absentCalls)) expect(judge(architecture, call[column])).toBe(noSuchCall)
    for (const call of Object.values(unsupportedCalls)) expect(judge(architecture, call[column])).toBe(notSupported)
  })

  it('allows every other call', () => {
    const all = [refusedCalls, absentCalls, unsupportedCalls].flatMap((calls) => Object.values(calls))
    const named = all.map((call) => call[column])
    for (let call = 0; call < 600; call += 1)
      if (!named.includes(call)) expect(judge(architecture, call, 1)).toBe(allowed)
  })

  it('allows threads and processes, and no namespaces', () => {
    expect(judge(architecture, judgedCalls.clone[column], 0x3d0f00)).toBe(allowed)
    for (let bit = 0; bit < 32; bit += 1) {
      const isNamespace = [17, 25, 26, 27, 28, 29, 30].includes(bit) // CLONE_NEWNS, …CGROUP, UTS, IPC, USER, PID, NET
      expect(judge(architecture, judgedCalls.clone[column], 2 ** bit)).toBe(isNamespace ? notPermitted : allowed)
    }
  })

  it('allows the sockets that a network namespace holds, and no others', () => {
    for (let family = 0; family < 46; family += 1)
      expect(judge(architecture, judgedCalls.socket[column], family)).toBe(
        [1, 2, 10, 16].includes(family) ? allowed : addressFamily,
      )
  })

  it('ends a process that calls another architecture', () => {
    expect(judge(architecture, 1, 0, 0, 0x40000003)).toBe(0x80000000)
  })
})

it('knows no other architecture', () => {
  expect(systemCallFilter('riscv64')).toBeUndefined()
  expect(judge('x64', 0x40000000 + 101)).toBe(noSuchCall)
})

const headers = ['/usr/include/x86_64-linux-gnu/asm/unistd_64.h', '/usr/include/asm-generic/unistd.h']

it.skipIf(!headers.every((file) => existsSync(file)))('has the numbers of Linux (needs linux-libc-dev)', () => {
  const calls = { ...refusedCalls, ...absentCalls, ...unsupportedCalls, ...judgedCalls }
  headers.forEach((file, column) => {
    const text = readFileSync(file, 'utf8')
    const numberOf = (name: string) => Number(new RegExp(`^#define __NR_${name}\\s+(\\d+)`, 'm').exec(text)?.[1])
    for (const [name, numbers] of Object.entries(calls)) expect([name, numbers[column]]).toEqual([name, numberOf(name)])
  })
})

const canTry = process.arch === 'x64' && ['/usr/bin/perl', '/usr/bin/bwrap'].every((file) => existsSync(file))

it.skipIf(!canTry)('is kept by the kernel (needs bubblewrap and perl)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-filter-test-'))
  writeFileSync(join(folder, 'filter'), systemCallFilter('x64')!)
  // Calls that a process without rights may do: ptrace(PTRACE_TRACEME), shmget, keyctl, clone of a user namespace, sockets.
  const program = `sub try { my $n = shift; my $r = syscall($n, @_); exit 0 if $r == 0 && $n == 56; print $r == -1 ? 0 + $! : 'done', ' ' }
    try(101, 0, 0, 0, 0); try(29, 0, 4096, 0600); try(250, 0, -3, 0); try(56, 0x10000011, 0, 0, 0, 0); try(425, 0, 0);
    try(41, 40, 1, 0); try(41, 38, 5, 0); try(41, 2, 1, 0); try(41, 1, 1, 0)`
  const attempt = (isFiltered: boolean) => {
    const filter = openSync(join(folder, 'filter'), 'r')
    const words = ['--dev-bind', '/', '/', ...(isFiltered ? ['--seccomp', '3'] : []), '--', 'perl', '-e', program]
    const { stdout, stderr } = spawnSync('bwrap', words, { stdio: ['ignore', 'pipe', 'pipe', filter] })
    closeSync(filter)
    return `${stdout}${stderr}`.trim().split(' ')
  }
  const [ptrace, shmget, keyctl, clone, ring, vsock, alg, inet, unix] = attempt(true)
  rmSync(folder, { recursive: true })
  expect([ptrace, shmget, keyctl, clone]).toEqual(['1', '1', '1', '1'])
  expect([ring, vsock, alg]).toEqual(['38', '97', '97'])
  expect([inet, unix]).toEqual(['done', 'done'])
})
