import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { absentCalls, heldFamilies, type judgedCalls, namespaceFlags, refusedCalls } from '../system-calls.ts'

const profile = z.looseObject({ syscalls: z.array(z.looseObject({ names: z.array(z.string()) })) })

/** Where the engine's own list of allowed calls lies. */
const places = ['/etc/containers/seccomp.json', '/usr/share/containers/seccomp.json']

/** podman allows them where the network namespace holds them; the others are left to its own list. */
const judged = ['clone', 'socket', 'socketpair'] as const

/**
 * The engine's own list of allowed system calls, without those that the platform refuses on every executor: containers may
 * otherwise make namespaces and reach the machine's host through sockets that no network namespace holds.
 * @returns undefined where the engine's list is not there
 */
export function seccompProfile(): string | undefined {
  for (const place of places) {
    const base = readProfile(place)
    if (base) return JSON.stringify({ ...base, syscalls: [...base.syscalls.map(without), ...further()] })
  }
  return undefined
}

function readProfile(place: string): z.infer<typeof profile> | undefined {
  try {
    return profile.parse(JSON.parse(readFileSync(place, 'utf8')))
  } catch {
    return undefined
  }
}

function without<T extends { names: string[] }>(rule: T): T {
  const ours = new Set([...Object.keys(refusedCalls), ...Object.keys(absentCalls), ...judged])
  return { ...rule, names: rule.names.filter((name) => !ours.has(name)) }
}

function further() {
  const fail = (names: string[], errnoRet: number) => ({ names, action: 'SCMP_ACT_ERRNO', errnoRet, args: [] })
  const allow = (name: keyof typeof judgedCalls, index: number, comparison: object) => ({
    ...{ names: [name], action: 'SCMP_ACT_ALLOW', args: [{ index, ...comparison }] },
  })
  return [
    fail(Object.keys(refusedCalls), 1),
    fail(Object.keys(absentCalls), 38),
    allow('clone', 0, { value: namespaceFlags, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }),
    ...(['socket', 'socketpair'] as const).flatMap((name) =>
      heldFamilies.map((value) => allow(name, 0, { value, op: 'SCMP_CMP_EQ' })),
    ),
  ]
}
