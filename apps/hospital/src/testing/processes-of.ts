import { readdirSync, readFileSync } from 'node:fs'

/** How many processes of this machine run a device, by the digest of its package; not the node that was told of it. */
export function processesOf(digest: string): number {
  const commands = readdirSync('/proc').flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')] : []
    } catch {
      return []
    }
  })
  return commands.filter((command) => command.includes(digest) && !command.includes('--demonstration-device')).length
}
