import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Credentials } from '@assay/contracts'
import {
  type Cast,
  type Consortium,
  consortiumAt,
  gatherCast,
  hubProgram,
  inviteHospital,
  joinHub,
  type Member,
  type Person,
  startProgram,
} from '@assay/demonstration/measuring'
import { root } from '../demonstration-run.ts'

/** A hub and one hospital that has joined it, each a process of its own, and their people. */
export interface ConsortiumOfOne {
  readonly hospital: Member
  readonly intake: string
  readonly hub: Member
  readonly hubPid: () => number
  readonly nodePid: () => number
  readonly cast: Cast
  readonly steward: Person
  readonly stop: () => Promise<void>
}

interface Wish {
  readonly databaseUrl: string
  /** Cases that the node runs at a time. */
  readonly workers: number
  /** Words for the node's interpreter. */
  readonly interpreterWords: readonly string[]
}

/** Starts one in a directory. */
export async function startConsortiumOfOne(
  directory: string,
  { databaseUrl, workers, interpreterWords }: Wish,
): Promise<ConsortiumOfOne> {
  const consortium = await placesOf(directory)
  const hospital = consortium.hospitals[0]!
  const intake = consortium.intakeOf(hospital)
  for (const folder of [consortium.hub.directory, hospital.directory, intake, join(directory, 'logs')])
    mkdirSync(folder, { recursive: true })
  const database = (schema: string) => ({ DATABASE_URL: databaseUrl, DATABASE_SCHEMA: schema })
  const hub = await startProgram({ ...hubProgram(root, consortium), environment: database('assay_hub') }, () => {})
  const places = ['--directory', hospital.directory, '--intake', intake, '--port', `${hospital.port}`]
  const words = [...places, '--name', hospital.name, '--workers', `${workers}`, '--executor', 'bubblewrap']
  const node = await startProgram(
    {
      name: hospital.name,
      url: hospital.url,
      logFile: consortium.logOf(hospital),
      words: [...interpreterWords, join(root, 'apps/hospital/src/main.ts'), ...words],
      environment: database('assay_hospital'),
    },
    () => {},
  )
  const stop = async () => {
    await node.stop()
    await hub.stop()
  }
  try {
    const known = new Map<string, Credentials>()
    const logins = {
      find: (key: string) => known.get(key),
      keep: (key: string, one: Credentials) => known.set(key, one),
    }
    const cast = await gatherCast(consortium.hub, [hospital], logins, randomBytes)
    const steward = cast.stewards.get(hospital.key)!
    await joinHub(steward, () => inviteHospital(cast.operator, hospital.name))
    const pids = { hubPid: () => hub.pid!, nodePid: () => node.pid! }
    return { hospital, hub: consortium.hub, intake, ...pids, cast, steward, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function placesOf(directory: string): Promise<Consortium> {
  const consortium = consortiumAt(directory, 0, join(directory, 'state.json'))
  const placed = async (member: Member): Promise<Member> => {
    const port = await freePort()
    return { ...member, port, url: `http://127.0.0.1:${port}` }
  }
  return {
    ...consortium,
    hub: await placed(consortium.hub),
    hospitals: [await placed(consortium.hospitals[0]!)],
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
