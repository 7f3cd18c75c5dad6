import {
  absentCalls,
  heldFamilies,
  judgedCalls,
  namespaceFlags,
  refusedCalls,
  unsupportedCalls,
} from '../system-calls.ts'

// Classic BPF over `struct seccomp_data`, from linux/filter.h and linux/seccomp.h.
const loadWord = 0x20
const jumpIfEqual = 0x15
const jumpIfAtLeast = 0x35
const jumpIfAnyBit = 0x45
const giveBack = 0x06

const offsetOf = { number: 0, architecture: 4, firstArgument: 16, secondArgument: 24 }
const answer = { kill: 0x8000_0000, fail: 0x0005_0000, allow: 0x7fff_0000 }
const error = { notPermitted: 1, noSuchCall: 38, notSupported: 95, addressFamily: 97 }

const architectures = {
  x64: { column: 0, audit: 0xc000_003e },
  arm64: { column: 1, audit: 0xc000_00b7 },
} as const

/** Calls of the x32 way to call an x86-64 kernel have this bit set: the same calls under other numbers. */
const otherNumbering = 0x4000_0000

/** TIOCSTI and TIOCLINUX put words into another's terminal. */
const terminalInjections = [0x5412, 0x541c]

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number]

/**
 * The system call filter of a device, as the kernel takes it (an array of `struct sock_filter`, little endian); undefined
 * on an architecture that it was not written for.
 */
export function systemCallFilter(architecture: string): Buffer | undefined {
  if (!isKnown(architecture)) return undefined
  const { column, audit } = architectures[architecture]
  return encode([
    [loadWord, 0, 0, offsetOf.architecture],
    [jumpIfEqual, 1, 0, audit],
    [giveBack, 0, 0, answer.kill],
    [loadWord, 0, 0, offsetOf.number],
    ...(architecture === 'x64' ? when([jumpIfAtLeast, otherNumbering], [fail(error.noSuchCall)]) : []),
    ...Object.values(absentCalls).flatMap((call) => whenCalled(call[column], [fail(error.noSuchCall)])),
    ...Object.values(unsupportedCalls).flatMap((call) => whenCalled(call[column], [fail(error.notSupported)])),
    ...Object.values(refusedCalls).flatMap((call) => whenCalled(call[column], [fail(error.notPermitted)])),
    ...whenCalled(judgedCalls.clone[column], judgeClone),
    ...whenCalled(judgedCalls.ioctl[column], judgeTerminal),
    ...whenCalled(judgedCalls.socket[column], judgeFamily),
    ...whenCalled(judgedCalls.socketpair[column], judgeFamily),
    [giveBack, 0, 0, answer.allow],
  ])
}

const allow: Instruction = [giveBack, 0, 0, answer.allow]

const judgeClone: Instruction[] = [
  [loadWord, 0, 0, offsetOf.firstArgument],
  ...when([jumpIfAnyBit, namespaceFlags], [fail(error.notPermitted)]),
  allow,
]

const judgeTerminal: Instruction[] = [
  [loadWord, 0, 0, offsetOf.secondArgument],
  ...terminalInjections.flatMap((request) => when([jumpIfEqual, request], [fail(error.notPermitted)])),
  allow,
]

const judgeFamily: Instruction[] = [
  [loadWord, 0, 0, offsetOf.firstArgument],
  ...heldFamilies.flatMap((family) => when([jumpIfEqual, family], [allow])),
  fail(error.addressFamily),
]

function isKnown(architecture: string): architecture is keyof typeof architectures {
  return architecture in architectures
}

function fail(errorNumber: number): Instruction {
  return [giveBack, 0, 0, answer.fail | errorNumber]
}

function when([jump, value]: readonly [jump: number, value: number], then: readonly Instruction[]): Instruction[] {
  return [[jump, 0, then.length, value], ...then]
}

function whenCalled(call: number, then: readonly Instruction[]): Instruction[] {
  return when([jumpIfEqual, call], then)
}

function encode(instructions: readonly Instruction[]): Buffer {
  return Buffer.concat(
    instructions.map(([code, whenTrue, whenFalse, value]) => {
      const bytes = Buffer.alloc(8)
      bytes.writeUInt16LE(code, 0)
      bytes.writeUInt8(whenTrue, 2)
      bytes.writeUInt8(whenFalse, 3)
      bytes.writeUInt32LE(value >>> 0, 4)
      return bytes
    }),
  )
}
