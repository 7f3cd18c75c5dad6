import { readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  absentCalls,
  heldFamilies,
  type judgedCalls,
  namespaceFlags,
  refusedCalls,
  unsupportedCalls,
} from '../system-calls.ts'

const profile = z.looseObject({ syscalls: z.array(z.looseObject({ names: z.array(z.string()) })) })
type Profile = z.infer<typeof profile>

/** Where the list of allowed calls lies that container engines share (Debian: golang-github-containers-common). */
const sharedProfiles = ['/etc/containers/seccomp.json', '/usr/share/containers/seccomp.json']

/** Allowed where the network namespace holds them; the others are left to the shared list. */
const judged = ['clone', 'socket', 'socketpair'] as const

/** Families of sockets that Linux numbers up to now (linux/socket.h); a rule takes whatever comes after them. */
const lastFamily = 45

/**
 * The system call filter for containers, as engines take it: the shared list of allowed calls, without those that the
 * platform refuses on every executor, since containers may otherwise make namespaces and reach the machine's host through
 * sockets that no network namespace holds. Where that list is not there, what the platform refuses is refused and the rest
 * allowed, as under bubblewrap.
 */
export function seccompProfile(places: readonly string[] = sharedProfiles): string {
  for (const place of places) {
    const base = readProfile(place)
    if (base) return JSON.stringify({ ...base, syscalls: [...base.syscalls.map(without), ...refusals(), ...allowed()] })
  }
  return JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [...refusals(), ...denied()] })
}

function readProfile(place: string): Profile | undefined {
  try {
    return profile.parse(JSON.parse(readFileSync(place, 'utf8')))
  } catch {
    return undefined
  }
}

function without<T extends { names: string[] }>(rule: T): T {
  const named = [refusedCalls, absentCalls, unsupportedCalls].flatMap(Object.keys)
  const ours = new Set([...named, ...judged])
  return { ...rule, names: rule.names.filter((name) => !ours.has(name)) }
}

type Call = keyof typeof judgedCalls

const fail = (names: readonly string[], errnoRet: number, args: object[] = []) => ({
  names,
  action: 'SCMP_ACT_ERRNO',
  errnoRet,
  args,
})

function refusals() {
  const calls = [[refusedCalls, 1] as const, [absentCalls, 38] as const, [unsupportedCalls, 95] as const]
  return calls.map(([named, error]) => fail(Object.keys(named), error))
}

function allowed() {
  const allow = (name: Call, comparison: object) => ({
    names: [name],
    action: 'SCMP_ACT_ALLOW',
    args: [{ index: 0, ...comparison }],
  })
  return [
    allow('clone', { value: namespaceFlags, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }),
    ...(['socket', 'socketpair'] as const).flatMap((name) =>
      heldFamilies.map((value) => allow(name, { value, op: 'SCMP_CMP_EQ' })),
    ),
  ]
}

/** The same, told the other way round: a rule has one comparison of an argument. */
function denied() {
  const flags = Array.from({ length: 31 }, (_, bit) => 2 ** bit).filter((flag) => (namespaceFlags & flag) !== 0)
  const others = Array.from({ length: lastFamily + 1 }, (_, family) => family).filter(
    (one) => !heldFamilies.includes(one),
  )
  const sockets = ['socket', 'socketpair'] as const satisfies Call[]
  return [
    ...flags.map((flag) => fail(['clone'], 1, [{ index: 0, value: flag, valueTwo: flag, op: 'SCMP_CMP_MASKED_EQ' }])),
    ...others.map((value) => fail(sockets, 97, [{ index: 0, value, op: 'SCMP_CMP_EQ' }])),
    fail(sockets, 97, [{ index: 0, value: lastFamily, op: 'SCMP_CMP_GT' }]),
  ]
}
