import { readdirSync, readFileSync } from 'node:fs'

/** Memory of a process and all its descendants now, in bytes, shared pages counted once (PSS). Linux only. */
export function memoryOfTree(root: number): number {
  return descendantsOf(root).reduce((sum, pid) => sum + proportionalSetSize(pid), 0)
}

function descendantsOf(root: number): number[] {
  const children = Map.groupBy(processes(), ({ parent }) => parent)
  const found = [root]
  for (const pid of found) found.push(...(children.get(pid) ?? []).map((one) => one.pid))
  return found
}

function processes(): { pid: number; parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readOrEmpty(`/proc/${name}/stat`)
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return Number.isInteger(parent) ? [{ pid: Number(name), parent }] : []
    })
}

function proportionalSetSize(pid: number): number {
  const match = /^Pss:\s+(\d+) kB$/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`))
  return match ? Number(match[1]) * 1024 : 0
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
