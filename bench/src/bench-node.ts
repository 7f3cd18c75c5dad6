import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { session } from '@assay/contracts'

/** A hospital's node in a process of its own, and a steward who is logged in. */
export interface BenchNode {
  readonly pid: number
  readonly ask: (path: string, init?: RequestInit) => Promise<unknown>
  readonly stop: () => Promise<void>
}

const main = join(import.meta.dirname, '../../apps/hospital/src/main.ts')

/** Where compiled code is kept, of the demonstration and of `assay` too. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/compiled')

/** Starts a node over a folder, or starts it again; on PGlite, or on a PostgreSQL server; with further words on its command line. */
export async function startBenchNode(
  folder: string,
  databaseUrl = '',
  words: readonly string[] = [],
): Promise<BenchNode> {
  const places = ['--directory', folder, '--intake', join(folder, 'exported'), '--name', 'Northgate', '--port', '0']
  const node = spawn(process.execPath, [main, ...places, ...words], {
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, DATABASE_URL: databaseUrl },
  })
  const stop = async () => {
    const ended = once(node, 'exit')
    node.kill('SIGTERM')
    await ended
  }
  try {
    const url = await addressOf(node)
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(folder, url)}` }
    const ask = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${url}/api${path}`, { ...init, headers })
      if (!answer.ok) throw new Error(`${path} answers ${answer.status}`)
      return answer.json()
    }
    return { pid: node.pid!, ask, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function addressOf(node: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    node.stdout!.on('data', (data: Buffer) => {
      const [, found] = /"url":"([^"]+)".*"msg":"listening"/.exec(String(data)) ?? []
      if (found) resolve(found)
    })
    node.once('exit', (code) => reject(new Error(`the node ended with ${code}`)))
  })
}

/** Of the first steward, who comes by the invitation; kept for the next start. */
async function tokenOf(folder: string, url: string): Promise<string> {
  const kept = join(folder, 'bench-token')
  if (existsSync(kept)) return readFileSync(kept, 'utf8')
  const code = readFileSync(join(folder, 'first-invitation'), 'utf8').trim()
  const body = JSON.stringify({ code, name: 'steward', displayName: 'Steward', password: 'correct horse battery' })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/access/invitations/accept`, { method: 'POST', headers, body })
  const { token } = session.parse(await answer.json())
  writeFileSync(kept, token, { mode: 0o600 })
  return token
}
