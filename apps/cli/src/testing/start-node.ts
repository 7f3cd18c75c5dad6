import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/** A hospital's node in a process of its own. */
export interface TestNode {
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Starts a node in a folder, which takes in what lies in `exported` there. Puts its address and its first steward into the environment,
 * where `assay` looks for them.
 */
export async function startNode(folder: string): Promise<TestNode> {
  const main = join(import.meta.dirname, '../../../hospital/src/main.ts')
  const exported = join(folder, 'exported')
  mkdirSync(exported, { recursive: true })
  const given = ['--directory', folder, '--intake', exported, '--name', 'Northgate', '--port', '0']
  const node = spawn(process.execPath, [main, ...given], { env: { ...process.env, DATABASE_URL: '' } })
  const url = await new Promise<string>((resolve, reject) => {
    node.once('exit', () => reject(new Error('The node has ended.')))
    node.stdout.on('data', (data: Buffer) => {
      const [, found] = /"url":"([^"]+)".*"msg":"listening"/.exec(String(data)) ?? []
      if (found) resolve(found)
    })
  })
  const code = readFileSync(join(folder, 'first-invitation'), 'utf8').trim()
  const body = JSON.stringify({ code, name: 'steward', displayName: 'Steward', password: 'correct horse battery' })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${url}/api/access/invitations/accept`, { method: 'POST', headers, body })
  Object.assign(process.env, { ASSAY_NODE: url, ASSAY_USER: 'steward', ASSAY_PASSWORD: 'correct horse battery' })
  const stop = async () => {
    const ended = once(node, 'exit')
    node.kill('SIGTERM')
    await ended
  }
  return { url, stop }
}
