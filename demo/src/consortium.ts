import { join } from 'node:path'
import process from 'node:process'
import type { ProgramDescription } from './programs/start-program.ts'

/** A member of the demonstration's consortium: where it is, and where its things lie. */
export interface Member {
  key: 'hub' | 'hospital-1' | 'hospital-2' | 'hospital-3'
  name: string
  organisation: string
  port: number
  url: string
  directory: string
}

export interface Consortium {
  hub: Member
  hospitals: Member[]
  /** Where exports for a hospital's intake lie, by its key. */
  intakeOf: (member: Member) => string
  logOf: (member: Member) => string
  stateFile: string
  reports: string
}

const names = {
  hub: 'Test Centre for Medical Software · 医用软件检测中心',
  'hospital-1': 'Northgate Hospital · 北门医院',
  'hospital-2': 'Riverside Hospital · 江滨医院',
  'hospital-3': 'Harbour Hospital · 海港医院',
} as const

/** The consortium of the demonstration under a folder: a hub on `port`, three hospitals on the ports after it. */
export function consortiumAt(directory: string, port: number, stateFile: string): Consortium {
  const member = (key: Member['key'], offset: number): Member => ({
    key,
    name: names[key],
    organisation: names[key],
    port: port + offset,
    url: `http://127.0.0.1:${port + offset}`,
    directory: join(directory, key),
  })
  return {
    hub: member('hub', 0),
    hospitals: [member('hospital-1', 1), member('hospital-2', 2), member('hospital-3', 3)],
    intakeOf: (hospital) => join(directory, 'records', hospital.key),
    logOf: (one) => join(directory, 'logs', `${one.key}.log`),
    stateFile,
    reports: join(directory, 'reports'),
  }
}

/** How the hub is started: as anybody would start it. */
export function hubProgram(root: string, { hub, logOf }: Consortium): ProgramDescription {
  return {
    name: hub.name,
    words: [
      join(root, 'apps/hub/src/main.ts'),
      ...['--directory', hub.directory, '--port', `${hub.port}`, '--name', hub.name],
    ],
    environment: databaseOf(hub),
    url: hub.url,
    logFile: logOf(hub),
  }
}

/** How a hospital's node is started. Without isolation it runs the one device with `digest`, and no other. */
export function hospitalProgram(
  root: string,
  consortium: Consortium,
  hospital: Member,
  digest: string,
): ProgramDescription {
  return {
    name: hospital.name,
    words: [
      join(root, 'apps/hospital/src/main.ts'),
      ...['--directory', hospital.directory, '--port', `${hospital.port}`, '--name', hospital.name],
      ...['--intake', consortium.intakeOf(hospital), '--demonstration-device', digest],
    ],
    environment: databaseOf(hospital),
    url: hospital.url,
    logFile: consortium.logOf(hospital),
  }
}

/** On PostgreSQL each program of the demonstration has a schema of its own. */
function databaseOf(member: Member): Record<string, string> {
  if (!process.env.DATABASE_URL) return {}
  return { DATABASE_SCHEMA: `assay_${member.key.replace('-', '_')}` }
}
